package index

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
)

// guard is deferred and makes an error of a panic: zapx and bolt trust the
// offsets in their files.
func guard(where string, err *error) {
	if p := recover(); p != nil {
		*err = damaged(where, fmt.Errorf("%v", p))
	}
}

func damaged(where string, cause error) error {
	return fmt.Errorf("index in %s is damaged: remove it: %w", where, cause)
}

// checkSums compares the segment files of a store with their checksums, which
// bleve writes and never reads. It takes some milliseconds for the 8 MB of a show.
func checkSums(store string) error {
	names, err := filepath.Glob(filepath.Join(store, "*.zap"))
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := checkSum(name); err != nil {
			return fmt.Errorf("segment %s: %w", filepath.Base(name), err)
		}
	}
	return nil
}

// checkSum checks one file. It ends with the CRC-32 (IEEE, big-endian) of all
// before, as persistFooter of zapx v17 writes it.
func checkSum(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-crc32.Size); err != nil {
		return err
	}
	var want [crc32.Size]byte
	if _, err := io.ReadFull(f, want[:]); err != nil {
		return err
	}
	if got := sum.Sum32(); got != binary.BigEndian.Uint32(want[:]) {
		return fmt.Errorf("checksum is %08x instead of %08x", got, want)
	}
	return nil
}
