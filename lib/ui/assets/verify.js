// Tells whether a file is the one that was issued, without sending it anywhere: its SHA-256 is computed here and held
// against the digest on the page. Without this file the page explains how to do the same by hand.

const place = document.querySelector("[data-verify]");
const field = place?.querySelector("input[type=file]");

if (field && globalThis.crypto?.subtle) {
  place.hidden = false;
  field.addEventListener("change", () => field.files[0] && verify(field.files[0]));
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    if (event.dataTransfer.files[0]) verify(event.dataTransfer.files[0]);
  });
}

async function verify(file) {
  show("working");
  try {
    const digest = hex(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    show(digest === place.dataset.verify ? "genuine" : "altered");
  } catch {
    show("unreadable");
  }
}

/** Shows one of the answers that the page holds; an answer that appears in a live region is read aloud. */
function show(answer) {
  const words = place.querySelector(`template[data-answer="${answer}"]`).content.cloneNode(true);
  place.querySelector("[data-verdict]").replaceChildren(words);
}

function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
