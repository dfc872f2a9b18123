/* leimu: what a part of a page needs as soon as it is there, in the place of the theme's inline scripts.  Each part
   loads this right after itself and says which one it is; the pages of a catalogue have none of them.  */
(() => {
  "use strict"

  const parts = {
    /* The tabs that the reader chose last, on whatever page, or that the address names. */
    tabs({ linked }) {
      const chosen = linked === undefined ? null : window.__md_get("__tabs")
      for (const set of Array.isArray(chosen) ? document.querySelectorAll(".tabbed-set") : []) {
        const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")]
        const label = chosen.map(name => labels.find(each => each.innerText.trim() === name)).find(Boolean)
        if (label)
          document.getElementById(label.htmlFor).checked = true
      }
      const target = document.getElementById(location.hash.slice(1))
      if (target?.name?.startsWith("__tabbed_"))
        target.checked = true
    },

    /* An announcement that the reader has put away stays away until its words change. */
    announce() {
      const bar = document.querySelector("[data-md-component=announce]")
      const words = bar?.querySelector(".md-typeset")
      if (words && window.__md_hash(words.innerHTML) === window.__md_get("__announce"))
        bar.hidden = true
    },

    /* That this is an old version of the site, where the bundle has found so on another page. */
    outdated({ base }) {
      const bar = document.querySelector("[data-md-component=outdated]")
      if (bar && window.__md_get("__outdated", sessionStorage, new URL(base, location)) === true)
        bar.hidden = false
    },

    /* What the reader agrees to. */
    consent() {
      const form = document.forms.consent
      const boxes = () => [...form.elements].filter(each => each.name)
      const given = window.__md_get("__consent")
      if (given)
        for (const box of boxes())
          box.checked = given[box.name] ?? false
      else if (location.protocol !== "file:")
        setTimeout(() => { document.querySelector("[data-md-component=consent]").hidden = false }, 250)
      const answer = event => {
        event.preventDefault()
        if (event.type === "reset")
          for (const box of boxes())
            box.checked = false
        window.__md_set("__consent", Object.fromEntries([...new FormData(form).keys()].map(name => [name, true])))
        location.hash = ""
        location.reload()
      }
      form.addEventListener("submit", answer)
      form.addEventListener("reset", answer)
    },
  }

  const { part, ...told } = document.currentScript.dataset
  parts[part](told)
})()
