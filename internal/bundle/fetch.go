package bundle

import (
	"context"
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/aicomply/aicomply/internal/config"
)

// Fetch brings a pack over the network, as it is there now.
func Fetch(ctx context.Context, p config.Pack) (Contents, error) {
	switch p.Kind() {
	case config.Registry:
		return pull(ctx, strings.TrimPrefix(p.Source, "oci://"), p.Ref)
	case config.Git:
		return clone(ctx, strings.TrimPrefix(p.Source, "git+"), p.Ref, p.Folder)
	}
	return nil, errors.New("a folder of the repository is not fetched")
}

// loopback reports whether a registry is on this machine, where no TLS is
// needed.
func loopback(host string) bool {
	u, err := url.Parse("//" + host)
	if err != nil {
		return false
	}
	ip := net.ParseIP(u.Hostname())
	return u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
}
