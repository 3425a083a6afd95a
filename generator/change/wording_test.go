package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gen-go/gen/generator"
	"github.com/gen-go/gen/generator/spec"
)

func TestWording(t *testing.T) {
	w := newWording(generator.Forms(spec.Resource{Name: "book"}), generator.Forms(spec.Resource{Name: "audio_tape"}))
	for word, want := range map[string]string{
		"book": "audioTape", "books": "audioTapes", "Book": "AudioTape", "Books": "AudioTapes", "toBookRow": "toAudioTapeRow", "NewBooks": "NewAudioTapes",
		"bookRow": "audioTapeRow", "HTTPBook": "HTTPBook", "booking": "booking", "Booking": "Booking", "notebook": "notebook", "NoteBook": "NoteAudioTape",
		"BOOK": "BOOK", "my_book": "my_audioTape", "": "",
	} {
		if got := w.in(word); got != want {
			t.Errorf("%s: got %s, want %s", word, got, want)
		}
	}
}

// Only words that the render has replaced everywhere are replaced.
func TestWordsBetweenRenders(t *testing.T) {
	w := newWording(generator.Forms(spec.Resource{Name: "book"}), generator.Forms(spec.Resource{Name: "title"}))
	got := w.between([]byte("func (b Book) Title() string // book, books, Bookish"), []byte("func (b Title) Title() string // title, books, Bookish"))
	if diff := cmp.Diff(map[string]string{"Book": "Title", "book": "title"}, got); diff != "" {
		t.Errorf("forwards (-want +got):\n%s", diff)
	}
	back := newWording(w.to, w.from)
	got = back.between([]byte("func (b Title) Title() string // title"), []byte("func (b Book) Title() string // book"))
	if diff := cmp.Diff(map[string]string{"title": "book"}, got); diff != "" {
		t.Errorf("back (-want +got):\n%s", diff)
	}
	if text := string(replaced([]byte("title, titles, Title's"), got)); text != "book, titles, Title's" {
		t.Errorf("got %q", text)
	}
}
