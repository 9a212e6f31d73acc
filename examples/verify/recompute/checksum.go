package recompute

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// checksum hashes the tokens of a JSON value: of each its kind, length in bytes, a
// colon, its text and a line break. On the way it rejects what the format does not
// have, before anything is made of it: a name of an object that is there twice or not
// of small letters, of which readers would take one or the other, and what says nothing
// and is left out.
func checksum(data []byte) (string, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	h := sha256.New()
	type value struct {
		names map[string]bool // of an object, else nil
		named bool            // the next token is the value of a name
		empty bool
	}
	var inside []value
	var line []byte
	objects := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return "sha256:" + hex.EncodeToString(h.Sum(nil)), nil
		}
		if err != nil {
			return "", err
		}
		kind, text := "v", ""
		delim, _ := token.(json.Delim)
		switch token := token.(type) {
		case json.Delim:
			kind, text = "d", token.String()
		case string:
			kind, text = "s", token
		case json.Number:
			kind, text = "n", token.String()
		case bool:
			text = strconv.FormatBool(token)
		default:
			return "", errors.New("null says nothing in this format")
		}
		line = append(strconv.AppendInt(append(line[:0], kind...), int64(len(text)), 10), ':')
		h.Write(append(append(line, text...), '\n'))
		n := len(inside)
		if delim == '}' || delim == ']' {
			if inside[n-1].empty {
				return "", errors.New("an empty list or object says nothing in this format")
			}
			inside = inside[:n-1]
			continue
		}
		if n > 0 {
			at := &inside[n-1]
			at.empty = false
			if at.names != nil {
				if at.named = !at.named; at.named {
					if at.names[text] || strings.Trim(text, "abcdefghijklmnopqrstuvwxyz_") != "" {
						return "", fmt.Errorf("an object has %s twice, or not in small letters", quoted(text))
					}
					at.names[text] = true
					continue
				}
			}
		}
		switch {
		case delim == '{':
			if objects++; objects > maxNodes {
				return "", fmt.Errorf("more than %d nodes", maxNodes)
			}
			inside = append(inside, value{names: map[string]bool{}, empty: true})
		case delim == '[':
			inside = append(inside, value{empty: true})
		case text == "" || text == "0" && kind == "n" || text == "false" && kind == "v":
			return "", fmt.Errorf("%s says nothing in this format", quoted(text))
		}
	}
}
