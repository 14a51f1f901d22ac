package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// TestSpool: what goes in comes out, whether it is kept plain, packed or in a
// file.
func TestSpool(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 10, spoolPlain, spoolPlain + 1, 3 << 20} {
		s := &spool{limit: 1 << 20}
		var want bytes.Buffer
		for i := 0; want.Len() < size; i++ {
			line := fmt.Appendf(nil, "line %d %x\n", i, random.Uint64())
			line = line[:min(len(line), size-want.Len())]
			want.Write(line)
			if n, err := s.Write(line); n != len(line) || err != nil {
				t.Fatal(n, err)
			}
		}
		if size == 3<<20 && (s.file == nil || s.packed.size > 0) {
			t.Errorf("%d bytes are kept in memory", size)
		}
		var got bytes.Buffer
		if err := s.writeTo(&got); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) || s.size != int64(size) {
			t.Errorf("%d bytes became %d of %d, error %v", size, got.Len(), s.size, err)
		}
		s.close()
	}
}
