/**
 * The start page works without this; here a file may also be dropped, and is sent as soon as it is chosen.
 */
export {};

const form = /** @type {HTMLFormElement} */ (document.getElementById("file-door"));
const input = /** @type {HTMLInputElement} */ (document.getElementById("file"));
const veil = /** @type {HTMLElement} */ (document.getElementById("drop-veil"));
const told = /** @type {HTMLElement} */ (document.getElementById("file-name"));
/** What a board document may measure at most (bytes). */
const MOST = 32 * 1024 * 1024;

/** @type {HTMLElement} */ (document.getElementById("send-file")).hidden = true;

/** @param {string[]} sentences */
function refuse(sentences) {
  const errors = /** @type {HTMLElement} */ (document.getElementById("errors"));
  const list = document.createElement("ul");
  list.replaceChildren(
    ...sentences.map((sentence) => {
      const item = document.createElement("li");
      item.textContent = sentence;
      return item;
    }),
  );
  errors.replaceChildren(list);
  errors.hidden = false;
  errors.scrollIntoView({ block: "nearest" });
}

function send() {
  const file = input.files?.[0];
  if (!file) return;
  if (file.size > MOST) {
    refuse([`“${file.name}” is larger than a board can be (32 MB). Split it, or leave out what is no storm.`]);
    input.value = "";
    return;
  }
  told.textContent = `Opening ${file.name}…`;
  form.submit();
}

input.addEventListener("change", send);

let depth = 0;
/** @param {DragEvent} event */
const carriesFile = (event) => event.dataTransfer?.types.includes("Files") ?? false;

document.addEventListener("dragenter", (event) => {
  if (!carriesFile(event)) return;
  depth += 1;
  veil.hidden = false;
});

document.addEventListener("dragleave", (event) => {
  if (!carriesFile(event)) return;
  depth -= 1;
  if (depth <= 0) veil.hidden = true;
});

document.addEventListener("dragover", (event) => {
  if (carriesFile(event)) event.preventDefault();
});

document.addEventListener("drop", (event) => {
  if (!carriesFile(event)) return;
  event.preventDefault();
  depth = 0;
  veil.hidden = true;
  const files = /** @type {FileList} */ (event.dataTransfer?.files);
  if (files.length !== 1) {
    refuse(["One file at a time becomes a board. Drop a single one."]);
    return;
  }
  input.files = files;
  send();
});

for (const time of document.querySelectorAll("time")) {
  const at = new Date(time.dateTime);
  if (!Number.isNaN(at.getTime())) time.textContent = new Intl.DateTimeFormat(undefined, "day" in time.dataset ? { dateStyle: "long" } : { dateStyle: "medium", timeStyle: "short" }).format(at);
}
