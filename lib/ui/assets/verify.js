// Tells whether a file is the one that was issued, without sending it anywhere: its SHA-256 is computed here and held
// against the digest on the page. Without this file the page explains how to do the same by hand. Behind drop.js.

const place = document.querySelector("[data-verify]");

receiveFiles(place, async (file) => {
  try {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex === place.dataset.verify ? "genuine" : "altered";
  } catch {
    return "unreadable";
  }
});
