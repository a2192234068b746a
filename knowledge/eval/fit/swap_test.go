package fit

import "testing"

func TestSwap(t *testing.T) {
	for _, text := range []string{"which version of Istio do you recommend", "推荐哪个 istio 版本", "网格 升级", "does the mesh need sidecars"} {
		got, ok := swap(text)
		if again, _ := swap(text); !ok || got == text || got != again || subject().MatchString(got) {
			t.Errorf("swap(%q) = %q, %t", text, got, ok)
		}
	}
	if got, ok := swap("内存占用太高怎么办"); ok {
		t.Errorf("nothing to swap, got %q", got)
	}
}
