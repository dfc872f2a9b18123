/* leimu: what a page must know before it is first painted, in the place of the theme's inline scripts, so that a site
   can be served with a policy that lets no inline script run.

   The theme's bundle keeps what it remembers by four functions and values of these names; they must stay.  */
(() => {
  "use strict"

  const { scope, palettes } = document.currentScript.dataset

  /* Values are kept under the address of the site's root, since several sites may share a host. */
  const root = new URL(scope, location)
  if (!root.pathname.endsWith("/"))
    root.pathname += "/"
  const place = (name, where) => `${where.pathname}.${name}`

  window.__md_scope = root
  window.__md_hash = text => [...text].reduce((sum, char) => (sum << 5) - sum + char.charCodeAt(0), 0)
  /* Private windows may forbid all storage, and a value may be anybody's: neither stops a page. */
  window.__md_get = (name, store, where = window.__md_scope) => {
    try { return JSON.parse((store ?? localStorage).getItem(place(name, where))) } catch { return null }
  }
  window.__md_set = (name, value, store, where = window.__md_scope) => {
    try { (store ?? localStorage).setItem(place(name, where), JSON.stringify(value)) } catch { /* not kept then */ }
  }

  /* What only a script can fill is there from the first frame on; the theme's own mark comes with its bundle, too late. */
  document.documentElement.classList.add("lm-js")

  /* Zensical's style sheets draw keys as the reader's keyboard has them. */
  document.documentElement.dataset.platform = navigator.platform

  const SYSTEM = "(prefers-color-scheme)"
  const named = value => String(value).replaceAll(" ", "-")
  const looks = JSON.parse(palettes ?? "[]").map(({ media, scheme, primary, accent }) => ({
    media: media ?? "",
    scheme: named(scheme || "default"),
    primary: named(primary || "indigo"),
    accent: named(accent || "indigo"),
  }))

  /* The look that the bundle will come to, too: what the reader chose, else the first that fits the system. */
  const wanted = () => {
    const kept = window.__md_get("__palette")?.index
    const at = Number.isInteger(kept) ? kept : looks.findIndex(look => matchMedia(look.media).matches)
    const look = looks[Math.max(0, Math.min(at, looks.length - 1))]
    if (look.media !== SYSTEM)
      return look
    const light = matchMedia("(prefers-color-scheme: light)").matches
    return looks.find(each => each.media === `(prefers-color-scheme: ${light ? "light" : "dark"})`) ?? look
  }

  const dress = () => {
    for (const [name, value] of Object.entries(wanted()))
      document.body.setAttribute(`data-md-color-${name}`, value)
  }
  /* A script in the body would be waited for after its beginning has been painted in the wrong colours.  This one is in
     the head; it hears of the body as soon as there is one, before anything of it is painted. */
  if (looks.length) {
    const observer = new MutationObserver(() => {
      if (document.body) {
        observer.disconnect()
        dress()
      }
    })
    observer.observe(document.documentElement, { childList: true })
  }
})()
