package bundle

// StartRegistry is for the tests that see this package from outside.
var StartRegistry = startRegistry
