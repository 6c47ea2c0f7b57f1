// A small application on PeerJS, as its documentation shows it: two people, a ring, a call, a data channel, a page change.
const asked = new URLSearchParams(location.search);
const role = asked.get("role");
const run = asked.get("run");
const resumed = asked.has("resumed");
const find = (id) => document.getElementById(id);
const painted = (name) => requestAnimationFrame(() => performance.mark(`coshop:${name}`));
const associate_id = `associate-${run}`;
let stream = null;
let channel = null;
let pushed = 0;

const next = new URL(location.href);
next.searchParams.set("resumed", "1");
find("next").href = next.href;

async function show(remote) {
  const video = find("remote");
  if (video.srcObject === remote) return;
  video.srcObject = remote;
  await video.play().catch(() => {
    video.muted = true;
    return video.play();
  });
}

function card({ id, title }) {
  const item = document.createElement("li");
  item.textContent = title;
  find("cards").append(item);
  painted(`card_painted:${id}`);
}

// A page that was changed gets a new name: the server holds the old one until its socket is gone.
const name = role === "associate" ? associate_id : `shopper-${run}-${crypto.randomUUID()}`;
const peer = new Peer(name, { host: "127.0.0.1", port: Number(asked.get("port")), path: "/", config: { iceServers: [] } });
const opened = new Promise((resolve) => peer.on("open", resolve));
stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
find("own").srcObject = stream;
await opened;

if (role === "associate") {
  peer.on("connection", (connection) => {
    channel = connection;
    connection.on("open", () => document.body.classList.add("open"));
  });
  peer.on("call", (call) => {
    call.on("stream", show);
    if (call.metadata?.resumed) {
      call.answer(stream);
      return;
    }
    const answer = document.createElement("button");
    answer.textContent = "Answer";
    answer.addEventListener("click", () => call.answer(stream));
    find("ring").append(answer);
    painted("ring_shown");
  });
  find("push").addEventListener("click", () => {
    pushed += 1;
    channel.send({ id: pushed, title: `Product ${pushed}` });
  });
} else {
  const call = () => {
    peer.call(associate_id, stream, { metadata: { resumed } }).on("stream", show);
    channel = peer.connect(associate_id);
    channel.on("data", card);
  };
  find("call").addEventListener("click", call);
  if (resumed) call();
}
document.body.classList.add("ready");
