// Details of a visit for the pointer and the arrow keys, and what to print. The page is whole without it.
(() => {
  "use strict";
  const tip = document.getElementById("tip");
  const days = [...document.querySelectorAll("details.day")];
  let lit = [];
  const dim = () => { for (const one of lit) one.classList.remove("lit"); lit = []; tip.hidden = true; };

  const show = (shape) => {
    dim();
    const drawing = shape.closest(".drawing");
    const group = shape.dataset.group;
    lit = group ? [...drawing.querySelectorAll("[data-group]")].filter((one) => one.dataset.group === group) : [shape];
    for (const one of lit) one.classList.add("lit");
    tip.textContent = shape.dataset.tip;
    tip.hidden = false;
    const box = shape.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left), innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 8;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below + tip.offsetHeight > innerHeight ? Math.max(8, box.top - tip.offsetHeight - 8) : below}px`;
  };

  const order = (a, b) => a[0].x - b[0].x || a[0].y - b[0].y;
  for (const drawing of document.querySelectorAll(".drawing")) {
    let shapes = null, at = -1;
    drawing.addEventListener("pointerover", (event) => {
      const shape = event.target.closest("[data-tip]");
      if (shape) show(shape); else dim();
    });
    drawing.addEventListener("pointerleave", dim);
    drawing.addEventListener("blur", dim);
    drawing.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { dim(); return; }
      const steps = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
      if (!(event.key in steps)) return;
      event.preventDefault();
      shapes ??= [...drawing.querySelectorAll("[data-tip]")].map((one) => [one.getBBox(), one]).sort(order);
      if (!shapes.length) return;
      const next = at < 0 && steps[event.key] < 0 ? shapes.length - 1 : at + steps[event.key];
      at = Math.min(Math.max(0, next), shapes.length - 1);
      const shape = shapes[at][1];
      shape.scrollIntoView({ block: "nearest", inline: "nearest" });
      show(shape);
    });
  }
  addEventListener("scroll", () => { if (!document.activeElement.matches(".drawing")) dim(); }, { passive: true });

  const openFor = () => {
    const goal = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    if (goal && goal.matches("details")) goal.open = true;
  };
  addEventListener("hashchange", openFor);
  openFor();

  const chosen = document.getElementById("print-open");
  const doing = {
    open: () => days.forEach((day) => { day.open = true; }),
    close: () => days.forEach((day) => { day.open = false; }),
    print: () => print(),
  };
  for (const button of document.querySelectorAll("[data-do]")) {
    button.hidden = false;
    button.addEventListener("click", doing[button.dataset.do]);
  }
  for (const tools of document.querySelectorAll(".tools")) tools.hidden = false;
  let closed = [];
  addEventListener("beforeprint", () => {
    document.body.classList.toggle("chosen-days", Boolean(chosen && chosen.checked));
    if (chosen && chosen.checked) return;
    closed = days.filter((day) => !day.open);
    for (const day of closed) day.open = true;
  });
  addEventListener("afterprint", () => { for (const day of closed) day.open = false; closed = []; });
})();
