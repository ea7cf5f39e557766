"use strict";
// Filters and sorts the companies of a portfolio. Without it all of them stand there by urgency. It asks nobody.
(() => {
  const table = document.getElementById("heat");
  const body = table.tBodies[0];
  const form = document.getElementById("filters");
  const shown = document.getElementById("shown");
  const rows = [...body.rows];
  const before = table.tHead.rows[0].cells.length - [...table.tHead.querySelectorAll(".turn")].length;
  const field = (name) => document.getElementById(`by-${name}`);
  const wanted = (name) => (field(name) ? field(name).value : "");

  const fits = (row) => {
    const finding = wanted("finding");
    const weeks = wanted("weeks");
    return (
      row.cells[0].textContent.toLowerCase().includes(wanted("name").trim().toLowerCase()) &&
      (!finding || ["c", "l"].includes(row.cells[before + Number(finding)].className)) &&
      (!wanted("model") || row.dataset.model === wanted("model")) &&
      (!wanted("ask") || row.cells[before - 1].textContent === wanted("ask")) &&
      (!weeks || (row.dataset.weeks !== "" && Number(row.dataset.weeks) <= Number(weeks))) &&
      (!wanted("group") || row.dataset.group === wanted("group"))
    );
  };

  const filter = () => {
    let count = 0;
    for (const row of rows) {
      row.hidden = !fits(row);
      document.getElementById(row.id.replace("row", "company")).hidden = row.hidden;
      count += row.hidden ? 0 : 1;
    }
    shown.textContent = `${count} of ${rows.length} companies`;
  };

  const value = (row, at, by) => {
    const cell = row.cells[at];
    const told = "value" in cell.dataset ? cell.dataset.value : cell.textContent;
    if (by === "text") return told.toLowerCase();
    const mark = { c: 2000, l: 1000 }[cell.className] || 0;
    return told === "" ? null : mark + parseFloat(told);
  };

  const sort = (head, at) => {
    const by = head.dataset.by;
    const down = (head.getAttribute("aria-sort") || (by === "most" ? "ascending" : "descending")) === "ascending";
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const order = rows.map((row) => [value(row, at, by), row]);
    order.sort(([one], [two]) => {
      const missing = (each) => each === null || each === "";
      if (missing(one) || missing(two)) return missing(one) - missing(two);
      return (down ? -1 : 1) * (by === "text" ? one.localeCompare(two) : one - two);
    });
    body.append(...order.map(([, row]) => row));
  };

  [...table.tHead.rows[0].cells].forEach((head, at) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, at));
    head.replaceChildren(button);
  });
  // A company that a link leads to is unfolded, so that its name need not be clicked twice.
  const unfold = () => {
    const found = document.getElementById(location.hash.slice(1));
    if (found && found.matches(".company")) found.open = true;
  };
  addEventListener("hashchange", unfold);
  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  filter();
  unfold();
})();
