// The page of a visitor: a terminal, and the line to the visitor's own process on the server.

import { Terminal } from "./xterm.mjs";
import { FitAddon } from "./addon-fit.mjs";
import { WebglAddon } from "./addon-webgl.mjs";

// What the server closes the line with; nntui/web/server.py has the same.
const ENDED = 4000;
const FULL = 4001;
// Seconds after which a page that found all places taken asks again.
const ASK_AGAIN_S = 10;
// At most so many bytes a message: the server takes no more than four times that.
const MOST_BYTES = 16_384;
// In CSS pixels; smaller where the window would have fewer than 80 columns or 24 rows, to a limit.
const FONT_SIZE = 15;
const LEAST_FONT_SIZE = 7;
// Those of the visitor's own machine: nothing is fetched.
const FONTS = "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
const THEMES = {
  dark: { background: "#14171a", foreground: "#dde1e4" },
  light: { background: "#fafafa", foreground: "#1a1d20" },
};

const host = document.getElementById("terminal");
const isLight = window.matchMedia("(prefers-color-scheme: light)").matches;
const terminal = new Terminal({
  fontFamily: FONTS,
  fontSize: FONT_SIZE,
  scrollback: 0,
  cursorInactiveStyle: "none",
  theme: isLight ? THEMES.light : THEMES.dark,
});
const fitting = new FitAddon();
let socket = null;
// Whether something was done since the beginning, or since what was downloaded last.
let hasWork = false;
let timer = null;

// The notes over the terminal

function show(name) {
  for (const section of document.querySelectorAll("#notes section")) section.hidden = section.id !== name;
  const button = document.querySelector("#notes section:not([hidden]) button");
  if (button) button.focus();
  else terminal.focus();
}

// The line to the server

function connect() {
  clearTimeout(timer);
  hasWork = false;
  terminal.reset();
  show("opening");
  const address = new URL("visit", document.baseURI);
  address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
  // Settings behind the address, as of the web Playground: #dataset=xor&seed=0.5
  const language = document.documentElement.lang;
  address.search = new URLSearchParams({ columns: terminal.cols, rows: terminal.rows, language, link: location.hash });
  address.hash = "";
  const line = new WebSocket(address);
  let wasOpen = false;
  let isShown = false;
  line.binaryType = "arraybuffer";
  line.onopen = () => {
    wasOpen = true;
  };
  line.onmessage = (event) => {
    if (!isShown) {
      isShown = true;
      show("");
    }
    terminal.write(new Uint8Array(event.data));
  };
  line.onclose = (event) => {
    if (event.code === FULL) {
      show("full");
      timer = setTimeout(connect, ASK_AGAIN_S * 1000);
    } else {
      show(event.code === ENDED ? "ended" : wasOpen ? "lost" : "unreached");
    }
  };
  socket = line;
}

function isOpen() {
  return socket !== null && socket.readyState === WebSocket.OPEN;
}

function send(bytes) {
  for (let at = 0; isOpen() && at < bytes.length; at += MOST_BYTES) socket.send(bytes.subarray(at, at + MOST_BYTES));
}

// The size

function fit() {
  terminal.options.fontSize = FONT_SIZE;
  const size = fitting.proposeDimensions();
  if (!size || !size.cols) return;
  const share = Math.min(1, size.cols / 80, size.rows / 24);
  terminal.options.fontSize = Math.max(LEAST_FONT_SIZE, Math.floor(FONT_SIZE * share));
  fitting.fit();
}

// The keys

function takesKey(event) {
  const isCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  if (isCommand && !event.altKey && key === "c" && terminal.hasSelection()) {
    if (event.type === "keydown") {
      copy(terminal.getSelection());
      terminal.clearSelection();
    }
    event.preventDefault();
    return false;
  }
  // The browser's own: to paste, to zoom, to load the page again, the whole screen, its tools.
  const isPaste = isCommand && key === "v";
  const isZoom = isCommand && ["+", "-", "=", "0"].includes(key);
  const isTool = isCommand && event.shiftKey && ["i", "j"].includes(key);
  return !(isPaste || isZoom || isTool || ["f5", "f11", "f12"].includes(key));
}

// The clipboard

function copy(text) {
  // Only where the page comes by TLS or from this machine do browsers have a clipboard for programs.
  if (navigator.clipboard) navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
  else copyBySelection(text);
}

function copyBySelection(text) {
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  terminal.focus();
}

function bytesOf(base64) {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function takeClipboard(data) {
  const text = data.slice(data.indexOf(";") + 1);
  if (text !== "?") copy(new TextDecoder().decode(bytesOf(text)));
  return true;
}

// Files, as iTerm2 takes them: https://iterm2.com/documentation-images.html

let file = null;

function takeFile(data) {
  const [kind, rest] = [data.split("=", 1)[0], data.slice(data.indexOf("=") + 1)];
  if (kind === "MultipartFile") {
    const fields = Object.fromEntries(rest.split(";").map((field) => [field.split("=", 1)[0], field.slice(field.indexOf("=") + 1)]));
    file = { name: new TextDecoder().decode(bytesOf(fields.name)), type: fields.type, parts: [] };
  } else if (kind === "FilePart" && file) {
    file.parts.push(bytesOf(rest));
  } else if (kind === "FileEnd" && file) {
    download(file);
    file = null;
  }
  return true;
}

function download({ name, type, parts }) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(parts, { type }));
  link.download = name;
  link.click();
  hasWork = false;
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Together

function drawFast() {
  try {
    const drawing = new WebglAddon();
    drawing.onContextLoss(() => drawing.dispose());
    terminal.loadAddon(drawing);
  } catch {
    // Without WebGL the terminal draws with elements of the page, slower.
  }
}

terminal.loadAddon(fitting);
terminal.open(host);
drawFast();
terminal.parser.registerOscHandler(52, takeClipboard);
terminal.parser.registerOscHandler(1337, takeFile);
terminal.attachCustomKeyEventHandler(takesKey);
terminal.onData((text) => send(new TextEncoder().encode(text)));
terminal.onKey(() => (hasWork = true)); // and not what the terminal itself answers
host.addEventListener("pointerdown", () => (hasWork = true));
addEventListener("beforeunload", (event) => {
  if (hasWork && isOpen()) event.preventDefault(); // the browser asks whether to leave
});
terminal.onBinary((text) => send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
terminal.onResize(({ cols, rows }) => {
  if (isOpen()) socket.send(JSON.stringify([cols, rows]));
});
for (const button of document.querySelectorAll("#notes button")) button.onclick = connect;
host.terminal = terminal; // for what looks at the page from outside, as the tests do
fit();
let isResizing = false;
new ResizeObserver(() => {
  if (isResizing) return;
  isResizing = true;
  requestAnimationFrame(() => {
    isResizing = false;
    fit();
  });
}).observe(host);
connect();
