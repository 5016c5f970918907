// The lines of a document as a sheet: Enter opens the next line, arrows move between lines, a pasted table fills many,
// lines come and go without a reload. Without this file the same buttons send the form and the server answers.

const INDEX = /__i__/g;
const editorOf = (element) => element.closest?.("[data-lines]");
const bodyOf = (editor) => editor.querySelector("tbody");
const cellsOf = (line) => [...line.querySelectorAll("[data-cell]:not([type=hidden], output)")];

/** Adds a line after another, or at the end, and returns it. */
function addLine(editor, after) {
  const number = Number(editor.dataset.next ?? bodyOf(editor).rows.length);
  editor.dataset.next = String(number + 1);
  const holder = document.createElement("template");
  holder.innerHTML = editor.querySelector("template").innerHTML.replace(INDEX, String(number));
  const line = holder.content.firstElementChild;
  line.classList.add("line-added");
  if (after) after.after(line);
  else bodyOf(editor).append(line);
  renumber(editor);
  globalThis.htmx?.process(line);
  return line;
}

// Names follow the order on the screen, whatever order the lines were made in.
function renumber(editor) {
  const name = editor.dataset.lines;
  [...bodyOf(editor).rows].forEach((line, index) => {
    for (const field of line.querySelectorAll("[name]")) {
      if (field.dataset.removeLine !== undefined) field.value = String(index);
      else field.name = field.name.replace(new RegExp(`^${name}\\.\\d+\\.`), `${name}.${index}.`);
    }
    for (const field of line.querySelectorAll("[aria-label]")) {
      field.ariaLabel = field.ariaLabel.replace(/ligne \d+$/, `ligne ${index + 1}`);
    }
  });
}

function removeLine(editor, line) {
  const next = line.nextElementSibling ?? line.previousElementSibling;
  line.remove();
  renumber(editor);
  const place = next ? cellsOf(next)[0] : editor.querySelector("[data-add-line]");
  place?.focus();
  changed(editor);
}

function changed(editor) {
  editor.dispatchEvent(new Event("input", { bubbles: true }));
}

function moveTo(line, column) {
  const cells = cellsOf(line);
  const cell = cells.find((one) => one.dataset.cell === column) ?? cells[0];
  cell?.focus();
  cell?.select?.();
}

addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-add-line], [data-remove-line]");
  const editor = button && editorOf(button);
  if (!editor) return;
  event.preventDefault();
  if (button.dataset.removeLine !== undefined) return removeLine(editor, button.closest("tr"));
  moveTo(addLine(editor));
  changed(editor);
});

addEventListener("keydown", (event) => {
  const editor = editorOf(event.target);
  const column = event.target.dataset?.cell;
  if (!editor || !column || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  const line = event.target.closest("tr");
  const isList = event.target.matches("select");
  if (event.key === "Enter") {
    const next = line.nextElementSibling ?? addLine(editor, line);
    moveTo(next);
  } else if (event.key === "ArrowDown" && !isList && line.nextElementSibling) moveTo(line.nextElementSibling, column);
  else if (event.key === "ArrowUp" && !isList && line.previousElementSibling) {
    moveTo(line.previousElementSibling, column);
  } else return;
  event.preventDefault();
});

addEventListener("paste", (event) => {
  const editor = editorOf(event.target);
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!editor || !event.target.dataset?.cell || !/[\t\n]./.test(text)) return;
  event.preventDefault();
  fill(editor, event.target, text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((row) => row.split("\t")));
  changed(editor);
});

/** Writes rows of a spreadsheet from a cell on, to the right and down, opening lines as needed. */
function fill(editor, from, rows) {
  let line = from.closest("tr");
  const start = cellsOf(line).indexOf(from);
  rows.forEach((row, index) => {
    if (index > 0) line = line.nextElementSibling ?? addLine(editor, line);
    const cells = cellsOf(line).slice(start);
    row.slice(0, cells.length).forEach((value, column) => write(cells[column], value.trim()));
  });
  moveTo(line, from.dataset.cell);
}

// A list takes the option that reads like what was pasted (`20`, `20 %`, `h`); else it keeps its own.
function write(cell, value) {
  if (!cell.matches("select")) return cell.value = value;
  const option = [...cell.options].find((one) => one.value === value || one.label.trim() === value);
  if (option) cell.value = option.value;
}
