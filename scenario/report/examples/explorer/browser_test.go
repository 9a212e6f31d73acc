package main

import (
	"context"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// browser is a tab of a headless Chromium that shows the page.
type browser struct {
	t   *testing.T
	ctx context.Context
	at  string

	mu       sync.Mutex
	requests []string // every one the tab made
	faults   []string // exceptions, and what the browser complains about
}

// open starts the page and a browser on it. The test is skipped where there is none.
func open(t *testing.T) *browser {
	t.Helper()
	var program string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			program = path
			break
		}
	}
	if program == "" {
		t.Skip("no Chromium on this machine: apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.DisableGPU, chromedp.WindowSize(1200, 900))
	if os.Geteuid() == 0 { // root's Chromium runs without its sandbox or not at all
		options = append(options, chromedp.NoSandbox)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute) // guards against a hang
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{t: t, ctx: ctx, at: serve(t)}
	require.NoError(t, chromedp.Listen(ctx, b.record))
	call(b, network.Enable, network.EnableParams{})
	call(b, cdplog.Enable, cdp.Empty{})
	t.Cleanup(b.check)
	return b
}

func (b *browser) record(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		b.requests = append(b.requests, e.Request.URL)
	case *network.EventWebSocketCreated:
		b.requests = append(b.requests, e.URL)
	case *runtime.EventExceptionThrown:
		b.faults = append(b.faults, e.ExceptionDetails.Text)
	case *cdplog.EventEntryAdded:
		expected := strings.Contains(e.Entry.Text, "422") || strings.Contains(e.Entry.Text, "ERR_BLOCKED_BY_") // answers to wrong input, and TestNoAnswer
		if e.Entry.Level == cdplog.EntryLevelError && !expected {
			b.faults = append(b.faults, e.Entry.Text)
		}
	}
}

// check says that nothing was asked of anybody but the page, and that nothing went wrong.
func (b *browser) check() {
	b.mu.Lock()
	defer b.mu.Unlock()
	assert.NotEmpty(b.t, b.requests)
	for _, address := range b.requests {
		u, err := url.Parse(address)
		assert.NoError(b.t, err)
		assert.Equal(b.t, b.at, u.Scheme+"://"+u.Host, "a request that leaves the page: %s", address)
	}
	assert.Empty(b.t, b.faults)
}

func (b *browser) do(actions ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	require.NoError(b.t, chromedp.Do(b.ctx, actions...))
}

// call gives the browser a command of its protocol.
func call[P, R any](b *browser, command cdp.Command[P, R], params P) {
	b.t.Helper()
	_, err := chromedp.Call(b.ctx, command, params)
	require.NoError(b.t, err)
}

func (b *browser) visit(query string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.at+"/"+query), chromedp.WaitReady(chromedp.CSS("#results")))
}

// value is what an expression comes to in the page.
func value[T any](b *browser, expression string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression))
	require.NoError(b.t, err, expression)
	return v
}

func (b *browser) text(selector string) string {
	b.t.Helper()
	return value[string](b, `document.querySelector("`+selector+`").textContent`)
}

// until waits for an expression to be true: for an answer of the server.
func (b *browser) until(expression string) {
	b.t.Helper()
	b.do(chromedp.Poll[chromedp.Void](expression, chromedp.WithPollingTimeout(20*time.Second)))
}

// typeInto puts a text in place of what a field has, key by key.
func (b *browser) typeInto(field, text string) {
	b.t.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`{ const f = document.getElementById("`+field+`"); f.focus(); f.select(); }`), chromedp.KeyEvent(text))
}

// picture keeps a screenshot of the whole page, for people to look at.
func (b *browser) picture(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	require.NoError(b.t, err)
	require.NoError(b.t, os.WriteFile(filepath.Join(b.t.ArtifactDir(), name+".png"), png, 0o600))
}

// phone makes the tab as wide as a phone.
func (b *browser) phone(width int64) {
	b.t.Helper()
	call(b, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{Width: width, Height: 844, DeviceScaleFactor: 2, Mobile: true})
}

// Expected figures are those of TestPage.
func TestLive(t *testing.T) {
	b := open(t)
	b.visit("")
	assert.Equal(t, "Contribution in 2030: ₩1,646.0bn, as agreed.", b.text("#status"))
	chart := value[string](b, `document.querySelector("figure").innerHTML`)
	b.picture("agreed")

	b.do(chromedp.Click(chromedp.CSS("#n-contribution_per_member-2030-agreed")))
	b.until(`!!document.querySelector("#explanation")`)
	assert.Equal(t, "explanation", value[string](b, "document.activeElement.id"), "where one goes on reading")
	assert.Contains(t, b.text("#explanation"), "Why ₩57,754,386?") // 1,646.0 bn / 28,500
	explained := b.text("#explanation")

	b.typeInto("ceiling", "1.5")
	b.until(`document.querySelector("#status").textContent.includes("₩1,612.4bn")`)
	assert.Equal(t, "ceiling", value[string](b, "document.activeElement.id"), "typing goes on where it was")
	b.typeInto("troops", "20000")
	b.until(`document.querySelector("#explanation").textContent.includes("₩80,620,000")`)

	assert.Equal(t, "₩1,612.4bn", b.text("#n-contribution-2030"))
	assert.Equal(t, "₩80,620,000", b.text("#n-contribution_per_member-2030"))
	assert.Equal(t, "Contribution in 2030: ₩1,612.4bn, ₩33.6bn less than agreed.", b.text("#status"))
	assert.NotEqual(t, chart, value[string](b, `document.querySelector("figure").innerHTML`))
	assert.Contains(t, b.text("figure"), "₩1,612.4bn in 2030")
	assert.NotEqual(t, explained, b.text("#explanation"))
	assert.Contains(t, b.text("#explanation"), "ceiling bound: 2 % became 1.5 %")
	assert.Contains(t, b.text("#explanation"), "troops 2030 = 20,000 persons (assumed; typed by you)")
	assert.Equal(t, "?ceiling=1.5&explain=contribution_per_member%402030&model=twelfth&troops=20000", value[string](b, "location.search"), "the address says it all")
	b.picture("changed")

	// By mouse: a slider moves its field.
	b.do(chromedp.Evaluate[chromedp.Void](`{ const s = document.querySelector("[data-for=troops]"); s.value = 40000; s.dispatchEvent(new Event("input", { bubbles: true })); }`))
	b.until(`document.querySelector("#n-contribution_per_member-2030").textContent === "₩40,310,000"`) // 1,612.4 bn / 40,000
	assert.Equal(t, "40000", value[string](b, `document.getElementById("troops").value`))

	// Reloaded, the page is the same.
	before := b.text("#results")
	b.do(chromedp.Reload(), chromedp.WaitReady(chromedp.CSS("#results")))
	assert.Equal(t, before, b.text("#results"))
}

func TestLiveWrongInput(t *testing.T) {
	b := open(t)
	b.visit("?ceiling=1.5")
	b.typeInto("troops", "many")
	b.until(`!!document.querySelector("#problems")`)
	assert.Equal(t, `Error: burden: "many": not a decimal number`, b.text("#troops-error"))
	assert.Equal(t, "true", value[string](b, `document.getElementById("troops").getAttribute("aria-invalid")`))
	assert.Equal(t, "many", value[string](b, `document.getElementById("troops").value`))
	assert.Equal(t, "1.5", value[string](b, `document.getElementById("ceiling").value`))
	assert.Equal(t, "No results: not accepted is Troops.", b.text("#status"))
	assert.False(t, value[bool](b, `!!document.querySelector(".cards")`))
	b.picture("wrong")
	b.typeInto("troops", "20000\r") // and Enter
	b.until(`!!document.querySelector(".cards")`)
	assert.Empty(t, b.text("#troops-error"))
	assert.False(t, value[bool](b, `document.getElementById("troops").hasAttribute("aria-invalid")`))
	assert.Equal(t, "₩80,620,000", b.text("#n-contribution_per_member-2030"))
}

func TestWithoutScript(t *testing.T) {
	b := open(t)
	call(b, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	b.visit("")
	assert.True(t, value[bool](b, `document.querySelector(".slider").hidden`), "nothing stands there that does nothing")
	b.typeInto("troops", "20000")
	b.typeInto("ceiling", "1.5")
	b.submit()
	assert.Equal(t, "₩1,612.4bn", b.text("#n-contribution-2030"))
	assert.Equal(t, "₩80,620,000", b.text("#n-contribution_per_member-2030"))
	b.follow("#n-contribution-2028")
	assert.Contains(t, b.text("#explanation"), "Why ₩1,565.1bn?")
	assert.Equal(t, "20000", value[string](b, `document.getElementById("troops").value`))
	b.typeInto("troops", "25000")
	b.submit()
	assert.Contains(t, b.text("#explanation"), "Why ₩1,565.1bn?", "the explanation stays")
	b.typeInto("ceiling", "five")
	b.submit()
	assert.Equal(t, `Error: burden: "five": not a decimal number`, b.text("#ceiling-error"))
	assert.Equal(t, "25000", value[string](b, `document.getElementById("troops").value`))
}

func (b *browser) submit() {
	b.t.Helper()
	b.follow("button[type=submit]")
}

// follow clicks and waits for the page that comes of it.
func (b *browser) follow(selector string) {
	b.t.Helper()
	_, err := chromedp.RunResponse(b.ctx, chromedp.Click(chromedp.CSS(selector)))
	require.NoError(b.t, err)
	b.do(chromedp.WaitReady(chromedp.CSS("#results")))
}

// Without an answer there are no figures that answer another question.
func TestNoAnswer(t *testing.T) {
	b := open(t)
	b.visit("")
	call(b, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/*", Block: true}}})
	b.typeInto("troops", "20000")
	b.until(`document.querySelector("#results").textContent.startsWith("No answer")`)
	assert.False(t, value[bool](b, `!!document.querySelector("table")`))
}

// At the width of a phone nothing is cut off and nothing has to be moved sideways.
func TestPhone(t *testing.T) {
	b := open(t)
	for name, query := range map[string]string{
		"phone-large":  "?base=5000&ceiling=20&cpi2025=25&cpi2026=25&cpi2027=25&cpi2028=25&troops=1000&employees=100&labour=100",
		"phone-agreed": "", "phone-changed": "?ceiling=1.5&troops=20000&explain=contribution_per_member%402030", "phone-talks": "?model=talks&asked=4.7&met=100",
		"phone-wrong": "?troops=" + strings.Repeat("9", 300) + "&base=x",
	} {
		for _, width := range []int64{320, 390} { // the least that WCAG 2 asks for, and a phone of today
			b.phone(width)
			b.visit(query)
			assert.Equal(t, width, value[int64](b, "document.documentElement.scrollWidth"), query)
			assert.Empty(t, value[[]string](b, `[...document.querySelectorAll("body *")].filter(e => !e.closest("svg, .unseen, .skip") && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 120))`), query)
		}
		b.picture(name)
	}
}

// What who cannot see or use a mouse depends on.
func TestAccessible(t *testing.T) {
	b := open(t)
	for _, query := range []string{"?troops=20000&explain=contribution%402030", "?model=talks&asked=x"} {
		b.visit(query)
		assert.Empty(t, value[[]string](b, `[...document.querySelectorAll("input:not([type=hidden]):not(.slider)")].filter(i => i.labels.length !== 1 || !i.closest("fieldset").querySelector("legend").textContent).map(i => i.id)`), "each field has a label, and a group with a name")
		assert.Empty(t, value[[]string](b, `[...document.querySelectorAll("[aria-describedby], [aria-labelledby]")].flatMap(e => ((e.getAttribute("aria-describedby") || "") + " " + (e.getAttribute("aria-labelledby") || "")).trim().split(" ")).filter(id => !document.getElementById(id))`), "what refers to something finds it")
		assert.Empty(t, value[[]string](b, `(ids => ids.filter((id, i) => ids.indexOf(id) !== i))([...document.querySelectorAll("[id]")].map(e => e.id))`), "ids are unique")
		assert.Empty(t, value[[]string](b, `[...document.querySelectorAll("[tabindex]")].filter(e => e.tabIndex > 0).map(e => e.id)`), "the order of focus is that of the page")
		assert.Empty(t, value[[]string](b, `[...document.querySelectorAll("th")].filter(e => !e.scope).map(e => e.textContent)`))
		assert.Equal(t, 1, value[int](b, `document.querySelectorAll("h1").length`))
		assert.Equal(t, 1, value[int](b, `document.querySelectorAll("main").length`))
		assert.Equal(t, "status", value[string](b, `document.getElementById("status").getAttribute("role")`))
		assert.Equal(t, "en", value[string](b, `document.documentElement.lang`))
		assert.Empty(t, value[[]string](b, contrast), "text stands out from what is behind it")
		b.do(chromedp.KeyEvent("\t"))
		assert.Equal(t, "#results", value[string](b, `document.activeElement.getAttribute("href")`), "the first stop leads past the form")
	}
}

// contrast lists texts whose contrast to their background is below 4.5 : 1, by the
// formula of WCAG 2.
const contrast = `(() => {
  const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const rgb = c => c.match(/[\d.]+/g).map(Number);
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const behind = e => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; n = walk.nextNode();) {
    const e = n.parentElement;
    if (!n.textContent.trim() || e.closest("svg, .unseen, script")) continue;
    const a = luminance(rgb(getComputedStyle(e).color)), b = luminance(behind(e));
    if ((Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05) < 4.5) found.push(n.textContent.trim());
  }
  return found;
})()`
