// Wakes the small parts a page uses, and only those: each is a custom element in a file of its own.
// Everything works without them.
import "./keep.js";
import "./menus.js";
import "./text-count.js";
import "./live.js";
import "./worker.js";

const parts = {
  "undo-strip": () => import("./undo-strip.js"),
  "share-link": () => import("./share-link.js"),
  "print-button": () => import("./print-button.js"),
  "time-zone": () => import("./time-zone.js"),
  "prefs-preview": () => import("./prefs-preview.js"),
  "passkey-sign-in": () => import("./passkey-sign-in.js"),
  "passkey-make": () => import("./passkey-make.js"),
  "from-fragment": () => import("./from-fragment.js"),
  "zone-hint": () => import("./zone-hint.js"),
  "mood-pick": () => import("./mood-pick.js"),
  "caption-maker": () => import("./caption-maker.js"),
  "look-again": () => import("./look-again.js"),
  "more-answers": () => import("./more-answers.js"),
  "photo-keys": () => import("./photo-keys.js"),
  "file-sender": () => import("./file-sender.js"),
  "voice-note": () => import("./voice-note.js"),
};

function wake() {
  for (const [name, load] of Object.entries(parts)) {
    if (!document.querySelector(name)) continue;
    delete parts[name];
    load();
  }
}

wake();
document.addEventListener("htmx:after:swap", wake);
