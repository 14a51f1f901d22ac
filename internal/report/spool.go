package report

import (
	"bytes"
	"cmp"
	"compress/flate"
	"errors"
	"io"
	"math"
	"os"
)

// What a spool keeps in memory.
const (
	spoolPlain  = 1 << 20 // bytes as they are; more is packed
	spoolMemory = 8 << 20 // bytes packed; more goes to a file
	spoolChunk  = 256 << 10
)

// spool keeps any number of bytes in bounded memory until they are read: few as
// they are, more packed, since reports say the same things over and over, and
// many in a temporary file, if there may be one.
type spool struct {
	size   int64
	plain  bytes.Buffer
	packer *flate.Writer // nil while all is plain
	packed chunks
	file   *os.File // what is packed, once that is much
	limit  int      // spoolMemory if 0
}

func (s *spool) Write(p []byte) (int, error) {
	s.size += int64(len(p))
	if s.packer == nil {
		s.plain.Write(p)
		if s.plain.Len() <= spoolPlain {
			return len(p), nil
		}
		var err error
		if s.packer, err = flate.NewWriter(packedWriter{s}, flate.BestSpeed); err != nil {
			return 0, err
		}
		_, err = s.packer.Write(s.plain.Bytes())
		s.plain = bytes.Buffer{}
		return len(p), err
	}
	return s.packer.Write(p)
}

// packedWriter takes what the packer of a spool makes.
type packedWriter struct{ *spool }

func (s packedWriter) Write(p []byte) (int, error) {
	if s.file != nil {
		return s.file.Write(p)
	}
	s.packed.add(p)
	if s.packed.size <= cmp.Or(s.limit, spoolMemory) {
		return len(p), nil
	}
	file, err := os.CreateTemp("", "aicomply-*")
	if err != nil {
		s.limit = math.MaxInt // no place for files: memory has to do
		return len(p), nil
	}
	s.file = file
	// Where the system lets a file without a name be used, nothing can be left
	// behind, however the process ends. Elsewhere close removes it.
	_ = os.Remove(file.Name())
	if _, err := io.Copy(file, s.packed.reader()); err != nil {
		return 0, err
	}
	s.packed = chunks{}
	return len(p), nil
}

// writeTo writes everything. Nothing can be added afterwards.
func (s *spool) writeTo(w io.Writer) error {
	if s.packer == nil {
		_, err := w.Write(s.plain.Bytes())
		return err
	}
	if err := s.packer.Close(); err != nil {
		return err
	}
	packed := s.packed.reader()
	if s.file != nil {
		if _, err := s.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		packed = s.file
	}
	_, err := io.CopyBuffer(struct{ io.Writer }{w}, flate.NewReader(packed), make([]byte, spoolChunk))
	return err
}

func (s *spool) close() {
	if s.file == nil {
		return
	}
	err := s.file.Close()
	if errors.Is(err, os.ErrClosed) {
		return
	}
	_ = os.Remove(s.file.Name())
}

// chunks is a buffer that grows without copying what is there.
type chunks struct {
	list [][]byte
	size int
}

func (c *chunks) add(p []byte) {
	c.size += len(p)
	for len(p) > 0 {
		last := len(c.list) - 1
		if last < 0 || len(c.list[last]) == cap(c.list[last]) {
			c.list = append(c.list, make([]byte, 0, spoolChunk))
			last++
		}
		n := min(len(p), cap(c.list[last])-len(c.list[last]))
		c.list[last] = append(c.list[last], p[:n]...)
		p = p[n:]
	}
}

func (c *chunks) reader() io.Reader {
	readers := make([]io.Reader, 0, len(c.list))
	for _, chunk := range c.list {
		readers = append(readers, bytes.NewReader(chunk))
	}
	return io.MultiReader(readers...)
}
