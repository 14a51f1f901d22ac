# METADATA
# description: Comparisons of numbers that a policy has calculated itself.
package aicomply.lib.numbers

# One number is greater than another by more than what binary arithmetic leaves
# behind: 1 - 0.99 is not greater than 0.01. Facts of input.derived are exact
# and need no such care.
greater(a, b) if round((a - b) * 1000000000) > 0
