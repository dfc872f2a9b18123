/* leimu: the finder and the comparison of categories.  Both read one file of the site; nothing else is loaded but, for
   a comparison, the pages of its categories, and for words of one's own the search of the site.

   The state of both lives in the address, so that an answer can be sent to somebody else. */

/* ------------------------------------------------------------------------------------------------ what is lacking */

/* How far a requirement is from being met with the papers in `held`, for the party `who` ("" is anybody).

   null where it is for others only; else the ways that lack at most `most` papers, as {way, missing}, one for each set
   of papers that are missing, where the same paper of two parts counts once.  A tree is what the site's generator
   writes: the number of a paper, {q, h, s} of one with more to say, {k, p, h} of a choice, {p, h} of papers together,
   {n: 1} of nothing.  What is lacking is never multiplied out: parts that lack more than `most` are dropped at once. */
export const lacking = (tree, held, who = "", most = 2) => {
  const left = forParty(tree, who)
  return left === null ? null : [...ways(left, held, most).values()]
}

const holderOf = tree => typeof tree === "number" ? "" : tree.h ?? ""

export const forParty = (tree, who) => {
  if (!who || typeof tree === "number")
    return tree
  if (tree.h && !tree.h.includes(who))
    return null
  if (!tree.p)
    return tree
  const parts = tree.p.map(part => forParty(part, who)), mine = parts.filter(part => part !== null)
  if ("k" in tree)
    return mine.length >= Math.min(tree.k, parts.length) ? { ...tree, p: mine } : null
  if (mine.length < parts.length && !tree.p.some(part => holderOf(part).includes(who)))
    return null
  return { ...tree, p: mine }
}

const NOTHING = { way: [], missing: [] }

const put = (found, way, missing) => {
  const key = missing.join()
  if (!found.has(key))
    found.set(key, { way, missing })
}

/* Every way of the one with every way of the other. */
const together = (first, second, most) => {
  const found = new Map()
  for (const one of first.values())
    for (const other of second.values()) {
      const missing = [...new Set([...one.missing, ...other.missing])].sort((a, b) => a - b)
      if (missing.length <= most)
        put(found, [...one.way, ...other.way], missing)
    }
  return found
}

const ways = (tree, held, most) => {
  if (typeof tree === "number" || "q" in tree) {
    const paper = typeof tree === "number" ? tree : tree.q
    return new Map(held.has(paper) ? [["", { way: [tree], missing: [] }]]
      : most > 0 ? [[`${paper}`, { way: [tree], missing: [paper] }]] : [])
  }
  if (tree.n)
    return new Map([["", NOTHING]])
  const parts = tree.p.map(part => ways(part, held, most))
  if (!("k" in tree))
    return parts.reduce((all, part) => together(all, part, most), new Map([["", NOTHING]]))
  return choices(parts, Math.min(tree.k, parts.length), most)
}

/* All choices of `count` parts: what may be chosen from part `at` on, worked out once for each number still to choose. */
const choices = (parts, count, most) => {
  const known = new Map()
  const from = (at, left) => {
    if (left === 0)
      return new Map([["", NOTHING]])
    if (parts.length - at < left)
      return new Map()
    const key = at * (count + 1) + left
    if (!known.has(key)) {
      const found = together(parts[at], from(at + 1, left - 1), most)
      for (const { way, missing } of from(at + 1, left).values())
        put(found, way, missing)
      known.set(key, found)
    }
    return known.get(key)
  }
  return from(0, count)
}

const leaves = tree => typeof tree === "number" || "q" in tree ? [tree] : tree.n ? [] : tree.p.flatMap(leaves)
const numberOf = leaf => typeof leaf === "number" ? leaf : leaf.q

/* ------------------------------------------------------------------------------------------------------- shared */

const find = (name, root = document) => root.querySelector(`[data-lm=${name}]`)

const make = (tag, values = {}, ...inner) => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(values))
    if (name in element)
      element[name] = value
    else
      element.setAttribute(name, value)
  element.append(...inner)
  return element
}

const filled = (words, values) => words.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)

/* Words with elements in the places of their names: "With {papers}" and what is held. */
const around = (words, values) => words.split(/(\{\w+\})/).map(part => values[part.slice(1, -1)] ?? part).flat()

const fold = text => text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim()

const loaded = async url => {
  const response = await fetch(url)
  if (!response.ok)
    throw new Error(`${url} answers ${response.status}`)
  return response
}

const joined = (items, between) => items.flatMap((item, at) => at ? [between, item] : [item])

const address = values => {
  const url = new URL(location.href)
  url.search = ""
  for (const [name, value] of Object.entries(values))
    if (value.length)
      url.searchParams.set(name, Array.isArray(value) ? value.join(",") : value)
  /* Ids hold nothing but letters, digits, "-" and "/": an address that people send each other stays readable. */
  return url.href.replace(/%2C/g, ",").replace(/%2F/g, "/")
}

/* An address as it leads from another page; one that nobody can read, as it is: authors write those too. */
const whole = (address, from) => {
  try { return new URL(address, from).href } catch { return address }
}

const listed = (params, name, known) => (params.get(name) ?? "").split(",").filter(each => known.has(each))

const number = value => new Intl.NumberFormat(document.documentElement.lang).format(value)

/* -------------------------------------------------------------------------------------------------------- finder */

const IS_SMALL = Boolean(globalThis.matchMedia?.("(max-width: 45em)").matches)
const SHOWN = IS_SMALL ? 12 : 30
/* Results of a kind before "show more": nobody reads a thousand, and a slow phone draws a few at once. */
const CLOSE = 0.6
/* Of the best score of the search: categories below it are not meant. */
const SUGGESTED = IS_SMALL ? 6 : 12
const KINDS = ["open", "one", "two", "rest"]

class Finder {
  constructor(form, data) {
    this.form = form
    this.data = data
    this.words = JSON.parse(form.dataset.lmWords)
    this.papers = new Map(data.papers.map((paper, at) => [paper.i, at]))
    this.groups = new Map(data.groups.map((group, at) => [group.i, at]))
    this.byCount = data.papers.map((_paper, at) => at).sort((a, b) => data.papers[b].c - data.papers[a].c)
    this.names = data.papers.map(paper => fold([paper.n, paper.o ?? "", ...paper.a ?? []].join(" ")))
    this.texts = data.categories.map(each => fold(`${each.n} ${data.groups[each.g]?.n ?? ""} ${each.s}`))
    this.places = new Map(data.categories.map((each, at) => [new URL(each.u, location.href).pathname, at]))
    this.users = data.papers.map(() => [])
    data.categories.forEach(({ t }, at) => {
      for (const paper of t === undefined ? [] : new Set(leaves(t).map(numberOf)))
        this.users[paper]?.push(at)
    })
    this.found = []
    /* What is known of each category for the papers that are ticked; a tick asks anew of those alone that take it. */
    this.entries = new Map()
    this.shelves = new Map()
    this.held = new Set()
    this.suggested = SUGGESTED
    this.wide = new Set()
    this.ranked = null
    this.asked = 0
    /* Somebody may have begun before the data came. */
    const typed = form.elements.do.value
    const ticked = [...form.querySelectorAll("[name=paper]:checked")].map(box => Number(box.value))
    this.fill()
    this.listen()
    this.restore()
    if (ticked.length) {
      for (const paper of ticked)
        this.hold(paper, true)
      this.list()
    }
    if (typed && !form.elements.do.value) {
      form.elements.do.value = typed
      this.ask(typed)
    }
  }

  fill() {
    for (const group of this.data.groups)
      this.form.elements.group.append(new Option(group.n, group.i))
    const scenes = [...new Set(this.data.categories.map(each => each.s).filter(text => text && text.length < 40))]
    this.form.querySelector("datalist").append(...scenes.slice(0, 200).map(text => new Option(text)))
  }

  listen() {
    const { form } = this
    form.addEventListener("submit", event => event.preventDefault())
    form.addEventListener("reset", () => setTimeout(() => {
      this.held.clear()
      this.found = []
      this.wide.clear()
      this.suggested = SUGGESTED
      this.ask("", false)
      this.list()
      /* Going back takes this back. */
      this.keep()
    }))
    form.addEventListener("change", event => {
      if (event.target.name === "paper")
        this.hold(Number(event.target.value), event.target.checked)
      else if (event.target.name === "who" || event.target.name === "group") {
        this.found = []
        this.keep()
      }
    })
    form.elements.do.addEventListener("input", event => {
      if (!event.isComposing)
        this.ask(event.target.value)
    })
    form.elements.do.addEventListener("compositionend", event => this.ask(event.target.value))
    find("papers", form).addEventListener("input", event => {
      this.suggested = SUGGESTED
      this.list(fold(event.target.value))
    })
    find("all", form).addEventListener("click", () => {
      const before = this.suggested
      this.suggested += 60
      this.list(fold(find("papers", form).value))
      /* What is held stands before what is suggested. */
      find("list", form).querySelectorAll("input")[this.held.size + before]?.focus()
    })
    /* Browsers have no clipboard for pages that came without encryption. */
    find("copy", form).hidden = !navigator.clipboard
    find("copy", form).addEventListener("click", () => {
      navigator.clipboard.writeText(location.href).then(() => { find("status").textContent = this.words.copied },
        () => { /* Not allowed to copy: the address bar has it. */ })
    })
    addEventListener("popstate", () => this.restore())
  }

  get who() {
    return this.form.elements.who?.value ?? ""
  }

  restore() {
    const params = new URLSearchParams(location.search), { form } = this
    this.url = location.href
    this.held = new Set(listed(params, "have", this.papers).map(each => this.papers.get(each)))
    this.found = []
    const who = params.get("who") ?? ""
    for (const radio of form.querySelectorAll("[name=who]"))
      radio.checked = radio.value === who || (!radio.value && ![...form.elements.who].some(each => each.value === who))
    form.elements.group.value = this.groups.has(params.get("group")) ? params.get("group") : ""
    form.elements.do.value = params.get("do") ?? ""
    find("papers", form).value = ""
    this.list()
    this.ranked = null
    if (form.elements.do.value.trim())
      this.show()
    this.ask(form.elements.do.value, false)
  }

  /* Put the state into the address; typing replaces it, so that going back does not spell words backwards. */
  keep(how = "pushState") {
    const state = {
      who: this.who, have: [...this.held].map(paper => this.data.papers[paper].i),
      do: this.form.elements.do.value.trim(), group: this.form.elements.group.value,
    }
    const url = address(state)
    this.show()
    if (url === this.url)
      return
    this.url = url
    /* The answer first: a browser takes longer over an address than over the answer. */
    setTimeout(() => history[how](null, "", url))
  }

  hold(paper, is) {
    if (is)
      this.held.add(paper)
    else
      this.held.delete(paper)
    for (const at of this.users[paper])
      delete this.found[at]
    this.keep()
  }

  /* The papers to tick: those that are, then those whose names fit, those that open most first. */
  list(words = "") {
    const fits = this.byCount.filter(paper => !this.held.has(paper) && (!words || this.names[paper].includes(words)))
    const shown = [...this.held, ...fits.slice(0, this.suggested)]
    const items = shown.map(paper => {
      const { n, o, c } = this.data.papers[paper]
      const box = make("input", { type: "checkbox", name: "paper", value: paper, checked: this.held.has(paper) })
      return make("label", { className: "lm-pick", title: o ?? "" }, box, " ", make("span", {}, n), " ",
        make("small", {}, number(c)))
    })
    find("list", this.form).replaceChildren(...items.length ? items : [this.words.nopaper])
    const more = find("all", this.form), rest = fits.length - this.suggested
    more.hidden = rest <= 0
    more.textContent = filled(this.words.more, { n: number(rest) })
  }

  /* The site's own search knows other words for what people do; until it has answered, letters have to do. */
  ask(words, isNew = true) {
    const turn = ++this.asked
    const settle = ranked => {
      if (turn !== this.asked)
        return
      this.ranked = ranked
      if (isNew)
        this.keep("replaceState")
      else
        this.show()
    }
    if (!words.trim())
      return void settle(null)
    const wanted = fold(words)
    const plain = this.texts.flatMap((text, at) => text.includes(wanted) ? [at] : [])
    clearTimeout(this.pause)
    this.pause = setTimeout(async () => {
      const found = (await searched(words))?.flatMap(({ place, score }) =>
        this.places.has(place) ? [{ at: this.places.get(place), score }] : []) ?? []
      /* What is named by the way is no answer to what somebody wants to do. */
      const close = found.filter(({ score }) => score >= CLOSE * found[0].score).map(({ at }) => at)
      settle(close.length ? close : plain)
    }, 120)
  }

  /* How far a category is from being open: {kind, best, closed}. */
  stand(at) {
    const category = this.data.categories[at]
    const found = category.t === undefined ? [] : lacking(category.t, this.held, this.who)
    const least = (found ?? []).reduce((fewest, each) => Math.min(fewest, each.missing.length), Infinity)
    const best = found?.filter(each => each.missing.length === least) ?? []
    /* What could not be read for certain is promised to nobody. */
    const kind = category.d ? "rest" : KINDS[least] ?? "rest"
    return { at, category, kind, best, closed: found === null }
  }

  show() {
    const kinds = new Map(KINDS.map(kind => [kind, []]))
    const group = this.groups.get(this.form.elements.group.value)
    /* Words that fit nothing narrow nothing down: there is always something to read. */
    const narrowed = this.ranked?.length ? this.ranked : this.data.categories.keys()
    for (const at of narrowed)
      if (group === undefined || this.data.categories[at].g === group) {
        const standing = this.found[at] ??= this.stand(at)
        kinds.get(standing.kind).push(standing)
      }
    for (const [kind, all] of kinds)
      this.shelf(kind, all)
    const said = [...kinds].map(([kind, all]) => `${this.words[kind]}: ${number(all.length)}`)
    const odd = this.ranked && !this.ranked.length ? `${this.words.nothing}. ` : ""
    find("status").textContent = odd + said.join(" · ")
  }

  /* The shelf of a kind, made once: what stands on it already stays there, so that a slow phone draws what is new. */
  shelf(kind, all) {
    if (!this.shelves.has(kind))
      this.shelves.set(kind, this.build(kind))
    const { count, none, list, more } = this.shelves.get(kind)
    const shown = (this.wide.has(kind) ? all : all.slice(0, SHOWN)).map(each => this.entry(each))
    const wanted = new Set(shown)
    for (const item of [...list.children])
      if (!wanted.has(item))
        item.remove()
    shown.forEach((item, place) => {
      if (list.children[place] !== item)
        list.insertBefore(item, list.children[place] ?? null)
    })
    count.textContent = number(all.length)
    none.hidden = all.length > 0
    list.hidden = !all.length
    more.hidden = shown.length === all.length
    more.textContent = filled(this.words.more, { n: number(all.length - shown.length) })
  }

  build(kind) {
    const count = make("span", { className: "lm-count" })
    const heading = make("h2", { id: `finder-${kind}`, tabIndex: -1 }, this.words[kind], " ", count)
    const none = make("p", { className: "lm-free" }, this.words.none)
    const list = make("ul", { className: "lm-entries" })
    const more = make("button", { type: "button", className: "lm-plain" })
    more.addEventListener("click", () => {
      this.wide.add(kind)
      this.show()
      list.children[SHOWN]?.querySelector("a").focus()
    })
    find("results").append(make("section", { className: `lm-found lm-found--${kind}`, "aria-labelledby": heading.id },
      heading, none, list, more))
    return { count, none, list, more }
  }

  entry(standing) {
    const { at, kind, best, closed } = standing
    const key = [kind, closed, ...best.map(({ way, missing }) => `${way.map(numberOf)}:${missing}`)].join()
    if (this.entries.get(at)?.key !== key)
      this.entries.set(at, { key, item: this.item(standing) })
    return this.entries.get(at).item
  }

  item({ at, category, kind, best, closed }) {
    const { words } = this
    const chip = closed ? words.closed : category.d ? words.unread : category.c
    const quiet = closed || category.d ? " lm-chip--quiet" : ""
    const title = make("p", { className: "lm-entry__title" },
      make("a", { href: this.led(kind, category, best), id: `finder-category-${at}` }, category.n), " ",
      make("span", { className: `lm-chip${quiet}` }, chip), " ",
      make("small", {}, this.data.groups[category.g]?.n ?? ""))
    const item = make("li", { className: "lm-entry" }, title)
    if (category.s)
      item.append(make("p", { className: "lm-entry__scene" }, category.s))
    const way = best[0]?.way ?? []
    if (kind === "open" && way.length)
      item.append(make("p", {}, ...around(words.with, { papers: joined(way.map(leaf => this.named(leaf)), words.plus) })))
    if (kind === "one" || kind === "two")
      item.append(this.missing(at, best))
    return item
  }

  /* The category's page; where a way is open, at its list of what to hand in. */
  led(kind, category, best) {
    if (kind !== "open" || !best[0].way.length)
      return category.u
    const papers = best[0].way.map(leaf => this.data.papers[numberOf(leaf)]?.i).filter(Boolean)
    return `${category.u}?papers=${papers.join(",")}#checklist`
  }

  named(leaf) {
    const { n, u } = this.data.papers[numberOf(leaf)] ?? { n: "?", u: "" }
    const paper = make("a", { href: u }, n)
    return leaf.s ? make("span", {}, ...around(this.words.cover, { paper, scope: leaf.s })) : paper
  }

  missing(at, best) {
    const sets = best.slice(0, 4).map(({ missing }) => joined(missing.map(paper => {
      /* One that the list does not have cannot be held either. */
      if (!this.data.papers[paper])
        return "?"
      const { n } = this.data.papers[paper]
      const button = make("button", { type: "button", className: "lm-add", title: filled(this.words.have, { paper: n }) }, n)
      button.addEventListener("click", () => {
        this.hold(paper, true)
        this.list(fold(find("papers", this.form).value))
        /* It may stand behind those that are shown of its kind. */
        const there = document.getElementById(`finder-category-${at}`) ?? document.getElementById("finder-open")
        there.focus()
      })
      return button
    }), this.words.plus))
    const papers = sets.flatMap((set, place) => place ? [" ", make("em", {}, this.words.or), " ", ...set] : set)
    if (best.length > 4)
      papers.push(" …")
    return make("p", { className: "lm-missing-papers" }, ...around(this.words.missing, { papers }))
  }
}

/* The paths of the pages that the site's search finds for words, with their scores; null where none can be asked.

   It answers in the order in which it was asked, and does not say what: somebody types on while it still reads its
   index, and the first answer is not the one to the last question. */
let worker
const waiting = []
const searched = words => new Promise(resolve => {
  const config = JSON.parse(document.getElementById("__config")?.textContent ?? "{}")
  if (!config.search?.includes("leimu-search"))
    return resolve(null)
  worker ??= new Worker(new URL(config.search, location.href))
  waiting.push(resolve)
  worker.onmessage = ({ data: { type, data } }) => {
    if (type === 3)
      waiting.shift()?.(data.items.map(([{ location: place, score }]) =>
        ({ place: new URL(place, new URL(`${config.base}/`, location.href)).pathname, score })))
  }
  worker.onerror = () => {
    for (const settle of waiting.splice(0))
      settle(null)
  }
  worker.postMessage({ type: 2, data: words })
})

/* ------------------------------------------------------------------------------------------------------- compare */

const MOST = 4

class Compare {
  constructor(form, data) {
    this.form = form
    this.data = data
    this.words = JSON.parse(form.dataset.lmWords)
    this.byId = new Map(data.categories.map(each => [each.i, each]))
    this.pages = new Map()
    this.turn = 0
    this.names = data.categories.map(each => [fold(this.label(each)), fold(each.n)])
    const listedNames = data.categories.map(each => new Option(this.label(each)))
    form.querySelector("datalist").append(...listedNames)
    const add = find("add", form)
    form.addEventListener("submit", event => { event.preventDefault(); this.add(add.value) })
    /* Picking from the list enters the whole name at once; typing comes past names that longer ones begin with. */
    add.addEventListener("input", ({ inputType }) => {
      const isPicked = !inputType || inputType === "insertReplacementText"
      if (this.named(add.value) && (isPicked || !this.goesOn(add.value)))
        this.add(add.value)
    })
    find("only", form).addEventListener("change", () => this.narrow())
    addEventListener("popstate", () => this.restore())
    this.restore()
  }

  label(category) {
    const group = this.data.groups[category.g]?.n
    return group ? `${group} / ${category.n}` : category.n
  }

  named(words) {
    const wanted = fold(words)
    const place = [0, 1].map(kind => this.names.findIndex(names => names[kind] === wanted)).find(at => at >= 0)
    return place === undefined ? undefined : this.data.categories[place]
  }

  /* Whether a longer name begins with these words. */
  goesOn(words) {
    const begun = fold(words)
    return this.names.some(names => names.some(name => name.length > begun.length && name.startsWith(begun)))
  }

  restore() {
    const params = new URLSearchParams(location.search)
    this.chosen = [...new Set(listed(params, "c", this.byId))].slice(0, MOST)
    this.show()
  }

  add(words) {
    const category = this.named(words)
    if (!words.trim())
      return
    if (!category)
      return void this.say(filled(this.words.unknown, { name: words }))
    if (this.chosen.length >= MOST && !this.chosen.includes(category.i))
      return void this.say(this.words.full)
    find("add", this.form).value = ""
    this.choose([...new Set([...this.chosen, category.i])])
  }

  choose(ids) {
    this.chosen = ids
    const url = address({ c: ids })
    if (url !== location.href)
      history.pushState(null, "", url)
    this.show()
  }

  say(words) {
    find("status").textContent = words
  }

  async show() {
    const turn = ++this.turn, categories = this.chosen.map(each => this.byId.get(each))
    find("chosen", this.form).replaceChildren(...categories.map(each => this.chip(each)))
    if (categories.length < 2)
      this.say(this.words.few)
    try {
      const pages = await Promise.all(categories.map(each => this.page(each)))
      if (turn === this.turn) {
        find("results").replaceChildren(...categories.length ? [this.table(categories, pages)] : [])
        this.narrow()
      }
    } catch (error) {
      if (turn === this.turn)
        this.say(filled(this.words.failed, { name: error.message }))
    }
  }

  chip(category) {
    const button = make("button", { type: "button", className: "lm-add lm-add--chosen" }, category.n, " ×")
    button.setAttribute("aria-label", filled(this.words.drop, { paper: category.n }))
    button.addEventListener("click", () => {
      this.choose(this.chosen.filter(each => each !== category.i))
      find("add", this.form).focus()
    })
    return button
  }

  /* What a category's own page shows, so that nothing is told twice in different words. */
  async page(category) {
    const url = new URL(category.u, location.href)
    if (!this.pages.has(category.i)) {
      const text = await (await loaded(url)).text()
      const page = new DOMParser().parseFromString(text, "text/html")
      for (const element of page.querySelectorAll(".lm :is([href], [src])"))
        for (const name of ["href", "src"])
          if (element.hasAttribute(name))
            element.setAttribute(name, whole(element.getAttribute(name), url))
      for (const element of page.querySelectorAll(".lm [id]"))
        element.removeAttribute("id")
      /* Rows of one name are one. */
      const cells = new Map()
      for (const row of page.querySelectorAll(".lm-top .lm-facts > div")) {
        const label = row.querySelector("dt").textContent
        cells.set(label, [...cells.get(label) ?? [], ...row.querySelectorAll("dd")])
      }
      const parted = each => joined(each.map(cell => [...cell.childNodes]), make("br")).flat()
      this.pages.set(category.i, {
        facts: new Map([...cells].map(([label, each]) => [label, parted(each)])),
        notices: [...page.querySelectorAll(".lm-top .lm-notice")],
        requirement: [...page.querySelectorAll(".lm-requirement")],
      })
    }
    return this.pages.get(category.i)
  }

  table(categories, pages) {
    const head = make("tr", {}, make("td"), ...categories.map(each =>
      make("th", { scope: "col" }, make("a", { href: each.u }, each.n))))
    const rows = [
      this.row(this.words.group, categories.map(each => [this.data.groups[each.g]?.n ?? ""])),
      this.row(this.words.need, categories.map(each => [make("span", { className: "lm-chip" }, each.c)])),
      ...[...new Set(pages.flatMap(page => [...page.facts.keys()]))]
        .map(label => this.row(label, pages.map(page => page.facts.get(label) ?? []))),
      ...this.papers(categories),
      this.row(this.words.notices, pages.map(page => page.notices)),
      this.row(this.words.need, pages.map(page => page.requirement)),
    ]
    const table = make("table", { className: "lm-table lm-beside" }, make("thead", {}, head),
      make("tbody", {}, ...rows.filter(Boolean)))
    table.style.setProperty("--lm-columns", categories.length)
    const label = document.querySelector("h1")?.firstChild?.textContent ?? ""
    return make("div", { className: "lm-scroll", tabIndex: 0, role: "region", "aria-label": label }, table)
  }

  /* A row for every paper that one of them takes: by itself, with others, or not at all. */
  papers(categories) {
    const taken = categories.map(({ t }) => new Set(t === undefined ? [] : leaves(t).map(numberOf)))
    const all = [...new Set(taken.flatMap(each => [...each]))].filter(paper => this.data.papers[paper])
    return all.map(paper => {
      const { n, u } = this.data.papers[paper]
      const cells = categories.map(({ t }, at) => {
        if (!taken[at].has(paper))
          return []
        const how = lacking(t, new Set([paper]), "", 0).length ? "alone" : "with"
        return [make("i", { className: `lm-mark lm-mark--${how}` }), " ", make("span", {}, this.words[how])]
      })
      return this.row(make("a", { href: u }, n), cells)
    })
  }

  row(label, cells) {
    const texts = cells.map(cell => cell.map(part => part.textContent ?? part).join(" ").replace(/\s+/g, " ").trim())
    if (!texts.some(Boolean))
      return null
    const differs = new Set(texts).size > 1
    const head = make("th", { scope: "row" }, label)
    if (differs)
      head.append(" ", make("small", { className: "lm-differs" }, this.words.differs))
    /* A cell is put into the table anew at each change, and its page is read once. */
    const copied = cells.map(cell => make("td", {}, ...cell.map(part => part.cloneNode?.(true) ?? part)))
    return make("tr", { className: differs ? "lm-row--differs" : "lm-row--same" }, head, ...copied)
  }

  narrow() {
    const only = find("only", this.form).checked && this.chosen.length > 1
    const same = [...document.querySelectorAll(".lm-row--same")]
    for (const row of same)
      row.hidden = only
    if (this.chosen.length > 1)
      this.say(document.querySelector(".lm-row--differs") ? this.chosen.map(each => this.byId.get(each).n).join(" · ")
        : this.words.same)
  }
}

/* --------------------------------------------------------------------------------------------------------- begin */

const begin = async (form, url, make) => {
  const without = find("without")
  try {
    const data = await (await loaded(new URL(url, location.href))).json()
    make(form, data)
    form.classList.add("lm-ready")
    without.hidden = true
  } catch (error) {
    console.warn("The page cannot read its data:", error)
    const { failed } = JSON.parse(form.dataset.lmWords)
    find("status").textContent = filled(failed, { name: url })
  }
}

const finder = document.querySelector("[data-lm-finder]")
if (finder)
  begin(finder, finder.dataset.lmFinder, (form, data) => new Finder(form, data))
const compare = document.querySelector("[data-lm-compare]")
if (compare)
  begin(compare, compare.dataset.lmCompare, (form, data) => new Compare(form, data))
