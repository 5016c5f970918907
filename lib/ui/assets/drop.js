// A place for a file that never leaves the browser: chosen by its field or dropped on it, it is handed to `take`, which
// says by name which of the page's answers to show. Stands before the scripts that use it.

/** Shows the place, where the browser can compute digests, and gives each file to `take`. */
// deno-lint-ignore no-unused-vars -- the script behind this one calls it
function receiveFiles(place, take) {
  const field = place?.querySelector("input[type=file]");
  if (!field || !globalThis.crypto?.subtle) return;
  place.hidden = false;
  const receive = async (file) => {
    if (!file) return;
    showAnswer(place, "working");
    showAnswer(place, await take(file));
  };
  field.addEventListener("change", () => receive(field.files[0]));
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    receive(event.dataTransfer.files[0]);
  });
}

/** Shows one of the answers that the page holds; an answer that appears in a live region is read aloud. */
function showAnswer(place, answer) {
  const words = place.querySelector(`template[data-answer="${answer}"]`) ??
    place.querySelector('template[data-answer="altered"]');
  place.querySelector("[data-verdict]").replaceChildren(words.content.cloneNode(true));
}
