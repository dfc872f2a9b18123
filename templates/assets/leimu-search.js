/* leimu: the search, as a worker behind Material's own box, list and keys.

   Material's bundle talks to it as to its own worker: {type: 0} sets up, {type: 2} asks; {type: 1} is ready, {type: 3}
   answers.  Its address says where the index is, ?index=…; it is fetched when somebody first searches.  No address
   changes with the index, so the server is asked each time whether a kept copy still holds.

   How a page is found: names (titles, aliases, names in other languages) are matched character by character, each as
   itself, as a homophone, by its pinyin or its initial; texts by pairs of characters, weighed by how rare they are and
   where they stand.  docs/search.md tells it for people.  */
"use strict"

const KINDS = { c: 1, q: 0.92, g: 0.9, h: 0.3, p: 0.4 }
/* A category before the papers it needs, those before its group, hand-written pages last. */
const WEIGHT = { title: 1, other: 0.9, alias: 0.88, paper: 0.42, text: 0.3 }
const MOST = 30
/* Results; nobody reads further. */

const HAN = /[\u3400-\u9fff\uf900-\ufaff]/
const isHan = char => HAN.test(char)

let index

/* ------------------------------------------------------------------------------------------------------- reading */

const fold = (text, data) => {
  /* Single characters are asked for again and again, to mark what matched. */
  if (text.length > 1)
    return folded(text, data)
  let known = data.chars.get(text)
  if (known === undefined)
    data.chars.set(text, known = folded(text, data))
  return known
}

const folded = (text, data) => {
  let simple = ""
  for (const char of text.normalize("NFKC").toLowerCase())
    simple += data.simple.get(char) ?? char
  if (data.phrases)
    simple = simple.replace(data.phrases, words => data.wording[words])
  return simple.replace(/['’]s\b/g, "").replace(/[^\p{L}\p{N}]+/gu, " ").trim()
}

/* Runs of Han characters, and words of all others. */
const runs = folded => folded.match(/[\u3400-\u9fff\uf900-\ufaff]+|[^\s\u3400-\u9fff\uf900-\ufaff]+/g) ?? []

const stem = word => word.length > 4
  ? word.replace(/(?:ies)$/, "y").replace(/(?:sses)$/, "ss").replace(/([^s])s$/, "$1").replace(/ing$|ed$/, "")
  : word.replace(/([^s])s$/, "$1")

/* Pairs of characters of a run of Han, words of anything else. */
const grams = run => {
  if (!isHan(run[0]))
    return [stem(run)]
  if (run.length === 1)
    return [run]
  const found = []
  for (let at = 0; at + 1 < run.length; at++)
    found.push(run.slice(at, at + 2))
  return found
}

class Index {
  constructor(data) {
    this.data = data
    data.simple = new Map()
    data.chars = new Map()
    for (let at = 0; at + 1 < data.traditional.length; at += 2)
      data.simple.set(data.traditional[at], data.traditional[at + 1])
    const phrases = Object.keys(data.wording).sort((a, b) => b.length - a.length)
    data.phrases = phrases.length ? new RegExp(phrases.join("|"), "g") : null
    this.sounds = new Map()
    for (const [syllable, chars] of Object.entries(data.pinyin))
      for (const char of chars)
        this.sounds.has(char) ? this.sounds.get(char).push(syllable) : this.sounds.set(char, [syllable])
    const idle = [...data.idle].sort((a, b) => b.length - a.length)
    this.idleHan = new RegExp(idle.filter(word => isHan(word[0])).join("|") || "$^", "g")
    this.idleWords = new Set(idle.filter(word => !isHan(word[0])))
    this.docs = data.docs
    this.names = []
    this.texts = []
    this.bySound = new Map()
    this.byLetter = new Map()
    this.grams = new Map()
    this.chars = new Map()
    this.docs.forEach((doc, at) => this.add(doc, at))
    const title = fold(data.about, data)
    this.title = new Set(runs(title).filter(run => !isHan(run[0])).map(stem))
    const parts = this.docs.map(doc => doc.t).filter(name => name.length > 1 && title.includes(name))
    this.titleHan = new RegExp([...new Set(parts)].sort((a, b) => b.length - a.length).join("|") || "$^", "g")
    this.vocabulary = [...this.grams.keys()].filter(gram => !isHan(gram[0]))
  }

  add(doc, at) {
    this.name(at, doc.t, WEIGHT.title, "")
    for (const name of doc.n ?? [])
      this.name(at, name, WEIGHT.other, name)
    for (const name of doc.a ?? [])
      this.name(at, name, WEIGHT.alias, name)
    for (const paper of doc.r ?? []) {
      const { t, n = [], a = [] } = this.docs[paper]
      for (const name of [t, ...n, ...a])
        this.name(at, name, WEIGHT.paper, t, true)
    }
    this.texts.push((doc.s ?? []).map(([, , text]) => fold(text, this.data).replace(/ /g, "")).join(" "))
    for (const [, title, text] of doc.s ?? []) {
      this.text(at, title, WEIGHT.text * 1.3)
      this.text(at, text, WEIGHT.text)
    }
  }

  name(doc, words, weight, why, isPaper = false) {
    const folded = fold(words, this.data)
    const joined = folded.replace(/ /g, "")
    const chars = [...joined]
    const name = { doc, weight, why, joined, chars, words: runs(folded).filter(run => !isHan(run[0])).map(stem), isPaper }
    this.text(doc, words, weight)
    const place = this.names.push(name) - 1
    const seen = new Set()
    for (const char of chars)
      for (const sound of isHan(char) ? this.sounds.get(char) ?? [char] : [])
        seen.add(sound)
    for (const sound of seen) {
      push(this.bySound, sound, place)
      push(this.byLetter, sound[0], place)
    }
  }

  text(doc, words, weight) {
    for (const run of runs(fold(words, this.data))) {
      for (const gram of grams(run))
        put(this.grams, gram, doc, weight)
      if (isHan(run[0]))
        for (const char of run)
          put(this.chars, char, doc, weight)
    }
  }

  rarity(gram, table = this.grams) {
    const count = table.get(gram)?.size ?? 0
    return count ? Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5)) : 0
  }

  /* ---------------------------------------------------------------------------------------------------- asking */

  ask(query) {
    const folded = fold(query, this.data)
    const all = folded.split(" ").filter(Boolean)
    if (!all.length)
      return []
    const found = this.find(all)
    /* What the site as a whole is about says little of which page is wanted: of 银行直播, 银行 counts more. */
    const rest = this.beyondTitle(all)
    if (rest.length)
      for (const [doc, hit] of this.find(rest)) {
        const had = found.get(doc)
        if (had)
          had.score += hit.score * 0.5
        else
          found.set(doc, { ...hit, score: hit.score * 0.5 })
      }
    return this.ranked(found)
  }

  /* The words of a query that are not of the title of the site; none where that leaves nothing, or takes nothing. */
  beyondTitle(all) {
    const rest = all.filter(word => !this.title.has(stem(word)))
      .flatMap(word => HAN.test(word) ? word.replace(this.titleHan, " ").split(" ").filter(Boolean) : [word])
    const length = words => words.join("").length
    return length(rest) > 1 && length(rest) < length(all) ? rest : []
  }

  find(all) {
    let tokens = all.filter(word => !this.idleWords.has(word))
      .flatMap(word => isHan(word[0]) || HAN.test(word) ? this.busy(word) : [word])
    if (!tokens.length)
      tokens = all
    const found = new Map()
    const share = tokens.map(token => this.worth(token))
    const total = share.reduce((sum, worth) => sum + worth, 0) || 1
    tokens.forEach((token, at) => {
      for (const [doc, hit] of this.token(token)) {
        const had = found.get(doc) ?? { score: 0, count: 0, why: "", terms: new Set(), whole: 0 }
        had.score += hit.score * share[at] / total
        had.count += Math.min(1, hit.score * 2) / tokens.length
        if (hit.whole > had.whole) {
          had.whole = hit.whole
          had.why = hit.why
        }
        hit.terms.forEach(term => had.terms.add(term))
        found.set(doc, had)
      }
    })
    const words = tokens.filter(token => !HAN.test(token))
    if (words.length)
      this.phrases(words, found, tokens.length)
    if (tokens.length > 1)
      this.together(tokens, found)
    /* A name that was parted by blanks, or a question that holds no word to drop, is a name too. */
    for (const joined of new Set([all.join(""), tokens.join("")]))
      if (tokens.length > 1 || joined !== tokens[0])
        for (const [doc, hit] of this.wholes(joined)) {
          const had = found.get(doc) ?? { score: 0, count: 0.5, why: "", terms: new Set(), whole: 0 }
          if (hit.whole >= 0.5) {
            had.score = Math.max(had.score, hit.whole * 1.5)
            had.count = 1
          }
          if (hit.whole > had.whole) {
            had.whole = hit.whole
            had.why = hit.why
          }
          found.set(doc, had)
        }
    for (const hit of found.values())
      hit.score *= Math.sqrt(Math.min(1, hit.count))
    return found
  }

  ranked(found) {
    const results = []
    for (const [at, hit] of found) {
      const doc = this.docs[at]
      const score = hit.score * KINDS[doc.k] * (doc.b ?? 1)
      if (score > 0)
        results.push({ doc, score: score + Math.min(doc.o ?? 0, 20) * 1e-4, hit })
    }
    results.sort((a, b) => b.score - a.score || a.doc.l.length - b.doc.l.length)
    const best = results[0]?.score ?? 0
    return results.filter(result => result.score > best * 0.08).slice(0, MOST)
  }

  /* Names that hold all that was typed: 基金 销售 资格 means the paper, not whatever goes with each of the words. */
  together(tokens, found) {
    const typed = tokens.reduce((sum, token) => sum + token.length, 0)
    for (const name of this.names) {
      if (name.isPaper || name.chars.length < typed || !tokens.every(token => name.joined.includes(token)))
        continue
      const had = found.get(name.doc) ?? { score: 0, count: 0, why: "", terms: new Set(tokens), whole: 0 }
      had.score = Math.max(had.score, name.weight * (1.75 + 0.4 * typed / name.chars.length))
      had.count = 1
      found.set(name.doc, had)
    }
  }

  /* Names in Latin letters by their words: all that were typed, however spelled, and how much of the name they are. */
  phrases(words, found, count) {
    const spelled = words.map(word => new Map(this.spellings(stem(word), word)))
    const worth = spelled.map(spellings => Math.max(0, ...[...spellings.keys()].map(gram => this.rarity(gram))))
    const total = worth.reduce((sum, each) => sum + each, 0)
    if (!total)
      return
    for (const name of this.names) {
      if (!name.words.length)
        continue
      let sum = 0
      let matched = 0
      const terms = []
      spelled.forEach((spellings, at) => {
        let best = 0
        for (const word of name.words)
          if ((spellings.get(word) ?? 0) > best) {
            best = spellings.get(word)
            terms.push(word)
          }
        sum += best * worth[at]
        matched += best > 0
      })
      if (sum / total < 0.5)
        continue
      const length = Math.max(name.words.length, matched)
      const score = sum / total * (0.55 + 0.45 * matched / length) * name.weight
      const had = found.get(name.doc) ?? { score: 0, count: 0, why: "", terms: new Set(), whole: 0 }
      had.score = Math.max(had.score, score * (words.length === count ? 1.6 : 1))
      had.count = Math.max(had.count, matched / count)
      if (score > had.whole) {
        had.whole = score
        had.why = name.why
      }
      terms.forEach(term => had.terms.add(term))
      found.set(name.doc, had)
    }
  }

  /* What is left of a run of a question when words that carry nothing are gone. */
  busy(word) {
    const kept = word.replace(this.idleHan, " ").split(" ").filter(Boolean)
    return kept
  }

  /* How much of a query's meaning a word carries. */
  worth(token) {
    const worth = runs(token).flatMap(grams).reduce((sum, gram) => sum + this.rarity(gram), 0)
    return Math.max(worth, 1)
  }

  token(token) {
    const found = this.wholes(token)
    this.pieces(token, found)
    if (!found.size)
      this.characters(token, found)
    for (const hit of found.values())
      hit.score = hit.whole * 1.2 + hit.part * 0.8
    return found
  }

  /* Names that a word means as a whole, or holds as a whole. */
  wholes(token) {
    const found = new Map()
    const note = (name, score, term) => {
      const whole = name.weight * score
      const had = hit(found, name.doc)
      if (whole > had.whole) {
        had.whole = whole
        had.why = name.why
      }
      had.terms.add(term)
    }
    const han = HAN.test(token)
    for (const place of this.candidates(token)) {
      const name = this.names[place]
      const score = han || name.chars.some(isHan) ? this.likeness(name, token) : 0
      if (score > 0)
        note(name, score, token)
    }
    if (!han)
      for (const name of this.names)
        if (name.joined === token)
          note(name, 1, token)
        else if (token.length > 5 && name.words.length > 1 && name.joined.startsWith(token))
          note(name, 0.55 + 0.3 * token.length / name.joined.length, token)
        else if (token.length > 2) {
          const place = name.words.findIndex(word => word.startsWith(token) || word === stem(token))
          if (place >= 0)
            note(name, (place ? 0.52 : 0.55) + 0.3 * token.length / name.joined.length, token)
        }
    return found
  }

  candidates(token) {
    const places = new Set()
    const chars = [...token]
    for (const char of chars)
      if (isHan(char))
        for (const sound of this.sounds.get(char) ?? [char])
          for (const place of this.bySound.get(sound) ?? [])
            places.add(place)
    if (!places.size && /[a-z]/.test(chars[0] ?? ""))
      for (const place of this.byLetter.get(chars[0]) ?? [])
        places.add(place)
    return places
  }

  /* How well a word and a name go together, 0 to 1. */
  likeness(name, token) {
    const { chars, joined } = name
    if (joined === token)
      return 1
    const length = [...token].length
    if (joined.includes(token))
      return (joined.startsWith(token) ? 0.62 : 0.55) + 0.36 * length / chars.length
    let best = 0
    if (chars.length > 1 && token.includes(joined)) {
      /* A name in a longer question counts by how much of what the question says it is. */
      const said = runs(joined).flatMap(grams).reduce((sum, gram) => sum + this.rarity(gram), 0)
      best = 0.1 + 0.75 * Math.min(1, said / this.worth(token)) * (0.4 + 0.6 * chars.length / length)
    }
    const aligned = this.align(chars, token)
    if (aligned)
      best = Math.max(best, aligned.quality * (0.55 + 0.4 * aligned.count / chars.length))
    else if (HAN.test(token) && length > 2)
      best = Math.max(best, this.nearly(chars, [...token]))
    else if (!HAN.test(token))
      best = Math.max(best, token.length > 4 ? this.slip(name, token) : 0, this.initials(chars, token))
    return best
  }

  /* The whole word along the name, each character as itself, its homophone, its pinyin or its initial. */
  align(chars, token) {
    const length = token.length
    let best = null
    const walk = (place, at, sum, count, plain) => {
      if (at === length) {
        const quality = sum / count
        /* Initials alone say little: they have to be several, and begin the name. */
        if (plain === 0 && (count < 2 || (count < chars.length && count < 3)))
          return
        if (!best || quality * count > best.quality * best.count)
          best = { quality, count }
        return
      }
      if (place === chars.length)
        return
      const char = chars[place]
      if (token[at] === char)
        return walk(place + 1, at + 1, sum + 1, count + 1, plain + 1)
      const sounds = this.sounds.get(char)
      if (!sounds)
        return
      const own = this.sounds.get(token[at])
      if (own) {
        if (own.some(sound => sounds.includes(sound)))
          walk(place + 1, at + 1, sum + 0.78, count + 1, plain + 1)
        return
      }
      for (const sound of sounds) {
        if (token.startsWith(sound, at))
          walk(place + 1, at + sound.length, sum + 0.92, count + 1, plain + 1)
        const rest = token.slice(at)
        if (rest.length > 1 && rest.length < sound.length && sound.startsWith(rest) && count)
          walk(place + 1, length, sum + 0.7, count + 1, plain + 1)
        const head = /^[zcs]h/.test(sound) && token.startsWith(sound.slice(0, 2), at) ? 2 : 1
        if (token.startsWith(sound.slice(0, head), at))
          walk(place + 1, at + head, sum + 0.74, count + 1, plain)
        if (head === 2 && token[at] === sound[0])
          walk(place + 1, at + 1, sum + 0.74, count + 1, plain)
      }
    }
    for (let start = 0; start < chars.length; start++)
      walk(start, 0, 0, 0, 0)
    return best
  }

  /* A name of which a character is wrong, lacks or is one too many. */
  nearly(chars, token) {
    if (Math.abs(chars.length - token.length) > 2 || chars.length < 3)
      return 0
    /* Most names have nothing of the word; only for the others is it worth counting. */
    if (token.filter(char => chars.includes(char)).length * 2 < token.length - 1)
      return 0
    const same = (a, b) => a === b ? 0 : (this.sounds.get(a) ?? []).some(sound => this.sounds.get(b)?.includes(sound))
      ? 0.3 : 1
    const allowed = chars.length > 6 ? 2 : chars.length > 4 ? 1.3 : 1
    const away = distance(chars, token, same, allowed)
    return away <= allowed ? 0.86 * (1 - away / Math.max(chars.length, token.length)) : 0
  }

  /* A name by the initials of its characters, some left out: gljg for 公立医疗机构. */
  initials(chars, token) {
    if (token.length < 3 || !/^[a-z]+$/.test(token))
      return 0
    const letters = chars.map(char => new Set((this.sounds.get(char) ?? [char]).map(sound => sound[0])))
    if (!letters[0].has(token[0]))
      return 0
    let at = 0
    for (const letter of token) {
      while (at < letters.length && !letters[at].has(letter))
        at++
      if (at++ === letters.length)
        return 0
    }
    return 0.5 * token.length / chars.length
  }

  /* A name whose pinyin was mistyped. */
  slip(name, token) {
    const { chars } = name
    name.pinyin ??= chars.length > 1 && chars.every(isHan)
      ? chars.map(char => this.sounds.get(char)?.[0] ?? "?").join("") : ""
    const { pinyin } = name
    const allowed = token.length > 8 ? 2 : 1
    if (Math.abs(pinyin.length - token.length) > allowed)
      return 0
    const away = distance(pinyin, token, differ, allowed)
    return away <= allowed ? 0.8 * (1 - away / pinyin.length) : 0
  }

  /* Pages by what they share with a word, pair by pair. */
  pieces(token, found) {
    const wanted = []
    for (const run of runs(token))
      for (const gram of grams(run))
        if (isHan(run[0]))
          wanted.push([gram, [[gram, 1]]])
        else
          wanted.push([gram, this.spellings(gram, run)])
    let total = 0
    const sums = new Map()
    for (const [, spellings] of wanted) {
      const most = Math.max(0, ...spellings.map(([gram]) => this.rarity(gram)))
      total += most
      const best = new Map()
      for (const [gram, quality] of spellings)
        for (const [doc, weight] of this.grams.get(gram) ?? []) {
          const worth = quality * weight * Math.min(most, this.rarity(gram))
          if (worth > (best.get(doc)?.[0] ?? 0))
            best.set(doc, [worth, gram])
        }
      for (const [doc, [worth, gram]] of best) {
        const had = sums.get(doc) ?? [0, new Set()]
        had[0] += worth
        had[1].add(gram)
        sums.set(doc, had)
      }
    }
    for (const [doc, [sum, terms]] of sums) {
      const had = hit(found, doc)
      had.part = total ? sum / total : 0
      /* Said just so in a text: nearer than its parts in some name. */
      if (token.length > 2 && HAN.test(token) && this.texts[doc].includes(token))
        had.part += 0.4
      terms.forEach(term => had.terms.add(term))
    }
  }

  /* The words of the index that a word in Latin letters may be: itself, one that it begins, one that it nearly is. */
  spellings(gram, run) {
    const found = this.grams.has(gram) ? [[gram, 1]] : []
    if (run.length < 3)
      return found
    for (const word of this.vocabulary) {
      if (word === gram)
        continue
      if (word.startsWith(gram) || (gram.length > 5 && word.length > 4 && gram.startsWith(word)))
        found.push([word, 0.55 + 0.4 * Math.min(gram.length, word.length) / Math.max(gram.length, word.length)])
      else if (gram.length > 3 && word[0] === gram[0] && Math.abs(word.length - gram.length) < 3) {
        const allowed = gram.length > 7 ? 2 : 1
        const away = distance(word, gram, differ, allowed)
        if (away <= allowed)
          found.push([word, 0.85 - 0.15 * away])
      }
    }
    return found
  }

  /* Where nothing else fits: pages that share single characters. */
  characters(token, found) {
    const chars = [...token].filter(char => this.chars.has(char))
    const total = [...token].filter(isHan).length * Math.log(1 + this.docs.length)
    for (const char of chars)
      for (const [doc, weight] of this.chars.get(char)) {
        const had = hit(found, doc)
        had.part += weight * this.rarity(char, this.chars) / (total || 1)
        had.terms.add(char)
      }
  }
}

const hit = (found, doc) => {
  if (!found.has(doc))
    found.set(doc, { whole: 0, part: 0, why: "", terms: new Set() })
  return found.get(doc)
}

const push = (table, key, value) => {
  table.has(key) ? table.get(key).push(value) : table.set(key, [value])
}

const put = (table, key, doc, weight) => {
  const docs = table.get(key) ?? new Map()
  docs.set(doc, Math.max(weight, docs.get(doc) ?? 0))
  table.set(key, docs)
}

const differ = (a, b) => Number(a !== b)

/* The cost of making one sequence the other, or infinity where it is more than `most`; two neighbours that changed places cost as much as one wrong. */
const distance = (a, b, cost, most) => {
  let before = null
  let above = []
  for (let at = 0; at <= b.length; at++)
    above.push(at)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + cost(a[i - 1], b[j - 1]))
      if (before && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] && a[i - 1] !== a[i - 2])
        row[j] = Math.min(row[j], before[j - 2] + 1)
    }
    if (Math.min(...row) > most)
      return Infinity
    before = above
    above = row
  }
  return above[b.length]
}

/* ------------------------------------------------------------------------------------------------------ answering */

const escape = text => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;")

/* Which characters of a text a query means: by folded pairs and words, so that 銀行 is marked for 银行. */
const marked = (text, terms, data, from = 0, most = Infinity) => {
  const chars = [...text]
  const folded = chars.map(char => fold(char, data))
  const on = new Array(chars.length).fill(false)
  for (const term of terms) {
    const wanted = [...term].filter(char => char !== " ")
    for (let at = 0; at < chars.length; at++) {
      let place = at
      let step = 0
      while (place < chars.length && step < wanted.length && (folded[place] === wanted[step] || (step && !folded[place])))
        step += folded[place++] ? 1 : 0
      if (step === wanted.length)
        for (let each = at; each < place; each++)
          on[each] = true
    }
  }
  let html = ""
  for (let at = from; at < Math.min(chars.length, from + most); at++)
    html += (on[at] && !(at > from && on[at - 1]) ? "<mark>" : "") + escape(chars[at]) +
      (on[at] && !(at + 1 < Math.min(chars.length, from + most) && on[at + 1]) ? "</mark>" : "")
  return { html, on }
}

const SNIPPET = 90

const snippet = (text, terms, data) => {
  const { on } = marked(text, terms, data)
  const first = on.indexOf(true)
  const from = first > SNIPPET * 0.6 ? Math.max(0, first - 20) : 0
  const { html } = marked(text, terms, data, from, SNIPPET)
  const length = [...text].length
  return { html: (from ? "…" : "") + html + (from + SNIPPET < length ? "…" : ""), count: on.filter(Boolean).length }
}

const answer = query => {
  const { data } = index
  const results = index.ask(query)
  const items = results.map(({ doc, score, hit }) => {
    const terms = [...hit.terms]
    const parts = []
    const title = marked(doc.t, terms, data)
    if (hit.why && hit.why !== doc.t && !title.html.includes("<mark>")) {
      const label = (doc.r ?? []).some(paper => data.docs[paper].t === hit.why) ? data.words.paper : data.words.alias
      parts.push(`${escape(label)}${marked(hit.why, terms, data).html}`)
    }
    if (doc.u)
      parts.push(escape(doc.u))
    const texts = (doc.s ?? []).map(([anchor, heading, text]) => ({ anchor, heading, ...snippet(text, terms, data) }))
    const best = texts.reduce((a, b) => b.count > a.count ? b : a, texts[0] ?? { html: "" })
    if (best.html || doc.x)
      parts.push(best.html || snippet(doc.x, [], data).html)
    const shown = title.on.map((isOn, at) => isOn ? [...doc.t][at] : " ").join("").trim().split(/\s+/).filter(Boolean)
    const found = Object.fromEntries([...shown, ...terms.filter(term => [...term].length > 1)].map(term => [term, true]))
    const text = parts.join(`<span class="lm-search-gap"> · </span>`)
    const page = { location: doc.l, title: title.html, text, score, terms: found }
    if (doc.k !== "p" || !best.anchor || !best.count)
      return [page]
    /* The section of a hand-written page that says it, below the page. */
    const section = { location: `${doc.l}#${best.anchor}`, title: marked(best.heading, terms, data).html, text }
    return [{ ...page, text: "" }, { ...section, score, terms: found }]
  })
  const last = query.split(/[\s-]+/).pop()
  const next = results.map(({ doc }) => doc.t).find(title => last && title.startsWith(last))
  return { items, suggest: next ? [next] : [] }
}

/* --------------------------------------------------------------------------------------------------------- talking */

/* Goes up with every change of the index that this worker, or the one before, cannot read; FORMAT of search_index.py is
   the same. */
const FORMAT = 1

const fetched = async () => {
  const place = new URL(new URLSearchParams(self.location.search).get("index"), self.location.href)
  const response = await fetch(place, { cache: "no-cache" })
  if (!response.ok)
    throw new Error(`the index answers ${response.status}`)
  return response.json()
}

/* A page stays open while another version of the site is published: then the index is no longer this worker's, and the
   worker that is published with it answers in its place.  Its address is one that nobody has kept a copy of: some hosts
   let browsers keep even the answer that it is not there.  That one hands nothing on, so two that do not fit give up. */
const handedOver = format => {
  const place = new URL(self.location.href)
  if (place.searchParams.has("format"))
    throw new Error(`the index has format ${format}, and the search reads format ${FORMAT}`)
  place.searchParams.set("format", format)
  place.searchParams.set("at", Date.now())
  const worker = new Worker(place)
  const waiting = []
  worker.onmessage = ({ data: { type, data } }) => {
    if (type === 3)
      waiting.shift()?.resolve(data)
  }
  worker.onerror = event => {
    event.preventDefault()
    worker.terminate()
    loading = undefined
    for (const { reject } of waiting.splice(0))
      reject(new Error(`the search of format ${format} does not run`))
  }
  return query => new Promise((resolve, reject) => {
    waiting.push({ resolve, reject })
    worker.postMessage({ type: 2, data: query })
  })
}

/* What answers, once the index is there. */
let loading
const load = () => loading ??= fetched()
  .then(data => {
    if (data.format !== FORMAT)
      return handedOver(data.format)
    index = new Index(data)
    return answer
  })
  .catch(error => { loading = undefined; throw error })

if (typeof self !== "undefined" && typeof self.addEventListener === "function")
  self.addEventListener("message", async ({ data: message }) => {
    if (message.type === 0)
      self.postMessage({ type: 1 })
    if (message.type !== 2)
      return
    let data = { items: [] }
    try {
      if (message.data.trim()) {
        const asked = await load()
        data = await asked(message.data)
      }
    } catch (error) {
      console.warn("The search cannot answer:", error)
    }
    self.postMessage({ type: 3, data })
  })
