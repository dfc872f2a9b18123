/* leimu: what the pages do in the reader's browser besides Material's own.  Nothing here loads anything.

   - The switch of languages keeps the section, and the reader's choice is remembered.
   - A reader whose browser prefers another language is offered the page in it; nobody is ever sent there.
   - The page of an error speaks the language of the address that was asked for.
   - The theme's switches of the navigation and its buttons at code get names for those who hear the page.
   - The list of what to hand in shows the combination that is chosen, and prints by itself.
   - The link at a heading is copied when it is followed.
   - The box of the search waits for an input method to finish, hears what is pasted or spoken, and tells screen readers.  */
(() => {
  "use strict"

  const KEY = "leimu-language"
  const remember = code => { try { localStorage.setItem(KEY, code) } catch { /* private windows may forbid it */ } }
  const remembered = () => { try { return localStorage.getItem(KEY) } catch { return null } }

  /* The theme would fetch a map of the site from every address that the head names as another form of the page, to find
     it in another language.  The switch knows its pages, a copy of the site elsewhere must not ask the original, and a
     feed has no map. */
  const heads = [...document.querySelectorAll("link[rel=alternate]")]
  for (const head of heads)
    head.rel = "held"
  const release = () => setTimeout(() => { for (const head of heads) head.rel = "alternate" })
  if (document.readyState === "loading")
    document.addEventListener("DOMContentLoaded", release)
  else
    release()

  const links = [...document.querySelectorAll("[data-lm-language]")]
  const current = links.find(link => link.hasAttribute("aria-current"))
  const codes = links.map(link => link.dataset.lmLanguage)

  /* The language of the site that a browser's language means: the same, its script's, then any of its kin. */
  const meant = wanted => {
    const tag = wanted.toLowerCase()
    const script = /^zh-(hant|tw|hk|mo)/.test(tag) ? "zh-hant" : /^zh/.test(tag) ? "zh" : tag
    const kin = script.split("-")[0]
    return codes.find(code => code.toLowerCase() === tag) ?? codes.find(code => code.toLowerCase() === script) ??
      codes.find(code => code.toLowerCase() === kin) ??
      codes.find(code => code.toLowerCase().split("-")[0] === kin)
  }

  /* The section that the reader is in: the last heading that has gone past the top. */
  const section = () => {
    const passed = [...document.querySelectorAll(".md-content :is(h2, h3)[id]")]
      .filter(heading => heading.getBoundingClientRect().top < window.innerHeight / 3)
    return window.scrollY > 80 && passed.length ? `#${passed[passed.length - 1].id}` : ""
  }

  const follow = link => {
    remember(link.dataset.lmLanguage)
    link.hash = location.hash || section()
  }
  for (const link of links)
    link.addEventListener("click", () => follow(link))

  const offer = link => {
    const { lmLanguage, lmOffer, lmGo, lmStay } = link.dataset
    const bar = document.createElement("div")
    bar.className = "lm-offer"
    bar.setAttribute("role", "region")
    bar.setAttribute("aria-label", lmOffer)
    bar.lang = lmLanguage
    const words = document.createElement("span")
    words.textContent = lmOffer
    const go = document.createElement("a")
    go.href = link.href
    go.hreflang = lmLanguage
    go.textContent = lmGo
    go.addEventListener("click", () => { remember(lmLanguage); go.hash = location.hash || section() })
    const stay = document.createElement("button")
    stay.type = "button"
    stay.textContent = lmStay
    stay.lang = document.documentElement.lang
    stay.addEventListener("click", () => { remember(current.dataset.lmLanguage); bar.remove() })
    bar.append(words, go, stay)
    document.querySelector("[data-md-component=announce]")?.append(bar)
  }
  if (current) {
    const wanted = [remembered(), ...navigator.languages ?? [navigator.language]].filter(Boolean)
    const best = wanted.map(meant).find(Boolean)
    const link = links.find(each => each.dataset.lmLanguage === best)
    if (link && link !== current)
      offer(link)
  }

  const missing = [...document.querySelectorAll("[data-lm-prefix]")]
  if (missing.length > 1) {
    const fits = missing.filter(each => location.pathname.startsWith(each.dataset.lmPrefix))
      .sort((a, b) => b.dataset.lmPrefix.length - a.dataset.lmPrefix.length)
    for (const each of missing)
      each.hidden = each !== (fits[0] ?? missing[0])
    document.documentElement.lang = (fits[0] ?? missing[0]).lang
  }

  /* A group with a page of its own has a switch with nothing but an arrow in it, which also names its part. */
  for (const label of document.querySelectorAll("label.md-nav__link[tabindex]")) {
    const name = label.parentElement.querySelector("a")?.textContent.trim()
    if (name && !label.textContent.trim()) {
      const words = document.createElement("span")
      words.className = "lm-hidden"
      words.textContent = name
      label.append(words)
    }
  }
  /* Each piece of code gets a navigation of its own, all without a name: they are buttons, and no way to anywhere. */
  const code = document.querySelector(".md-content pre")
  if (code)
    new MutationObserver(() => {
      for (const tools of document.querySelectorAll(".md-code__nav:not([role])"))
        tools.setAttribute("role", "presentation")
    }).observe(code.closest(".md-content"), { childList: true, subtree: true })

  const checklist = document.querySelector("[data-lm-checklist]")
  if (checklist) {
    const part = name => checklist.querySelector(`[data-lm=${name}]`)
    const ways = part("way"), checks = [...checklist.querySelectorAll("[data-ways]")]
    const choose = () => {
      for (const check of checks)
        check.hidden = !check.dataset.ways.split(" ").includes(ways.value)
    }
    if (ways) {
      /* The finder leads here with the papers of the combination that it found. */
      const wanted = new URLSearchParams(location.search).get("papers")?.split(",") ?? []
      const papers = way => checks.filter(check => check.dataset.ways.split(" ").includes(way))
        .map(check => check.dataset.paper)
      const fits = [...ways.options].find(option => {
        const held = papers(option.value)
        return wanted.length && held.every(paper => wanted.includes(paper)) && wanted.every(paper => held.includes(paper))
      })
      if (fits)
        ways.value = fits.value
      ways.parentElement.hidden = false
      part("as-stated").hidden = true
      ways.addEventListener("change", choose)
      choose()
    }
    const print = part("print")
    print.hidden = false
    print.addEventListener("click", () => {
      document.documentElement.classList.add("lm-printing")
      window.print()
    })
    addEventListener("afterprint", () => document.documentElement.classList.remove("lm-printing"))
  }

  /* The theme says so of code that is copied, in the language of the page. */
  const copied = () => {
    try { return JSON.parse(document.getElementById("__config").textContent).translations["clipboard.copied"] } catch { return "" }
  }
  document.addEventListener("click", event => {
    const link = event.target.closest?.(".headerlink")
    if (!link || !navigator.clipboard)
      return
    navigator.clipboard.writeText(link.href).then(() => {
      const said = document.createElement("span")
      said.className = "lm-copied"
      said.setAttribute("role", "status")
      link.after(said)
      /* A status is read out when its words come, not when it does. */
      setTimeout(() => { said.textContent = copied() })
      setTimeout(() => said.remove(), 2000)
    }, () => { /* Not allowed to copy: the address bar has it. */ })
  })

  const box = document.querySelector("[data-md-component=search-query]")
  if (box) {
    const composing = event => event.target === box && (event.isComposing || event.keyCode === 229)
    /* Material searches at every key that is let go, and Enter opens the best result: neither is meant while an input
       method still asks for the right character. */
    for (const type of ["keyup", "keydown"])
      document.addEventListener(type, event => { if (composing(event)) event.stopPropagation() }, true)
    /* The list listens to the one, the completion of names to the other; neither goes on to the keys of the page. */
    const heard = () => {
      for (const type of ["keydown", "keyup"])
        box.dispatchEvent(new KeyboardEvent(type))
    }
    box.addEventListener("compositionend", () => setTimeout(heard))
    box.addEventListener("input", event => { if (!event.isComposing) heard() })
    const meta = document.querySelector(".md-search-result__meta")
    meta?.setAttribute("role", "status")
    meta?.setAttribute("aria-live", "polite")
    document.querySelector("[data-md-component=search]")?.setAttribute("aria-label", box.getAttribute("aria-label"))
  }
})()
