package report

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// TestSpool: what goes in comes out, whether it is kept plain, packed or in a
// file, and where there can be no file.
func TestSpool(t *testing.T) {
	t.Run("with files", func(t *testing.T) { testSpool(t, t.TempDir(), true) })
	t.Run("without", func(t *testing.T) { testSpool(t, filepath.Join(t.TempDir(), "absent"), false) })
}

func testSpool(t *testing.T, dir string, files bool) {
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} { // of Unix and Windows
		t.Setenv(name, dir)
	}
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
		if inFile := s.file != nil && s.packed.size == 0; inFile != (files && size == 3<<20) {
			t.Errorf("%d bytes are in a file: %t", size, inFile)
		}
		var got bytes.Buffer
		if err := s.writeTo(&got); err != nil || !bytes.Equal(got.Bytes(), want.Bytes()) || s.size != int64(size) {
			t.Errorf("%d bytes became %d of %d, error %v", size, got.Len(), s.size, err)
		}
		s.close()
	}
}
