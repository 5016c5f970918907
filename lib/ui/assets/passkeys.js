// Passkeys: the one thing that pages cannot do without a script. A form that holds one says which request the device
// signs (data-passkey, "create" or "get") and where that request is asked for (data-passkey-options); the answer goes
// into its field `answer`, and the form is sent like any other. Without passkeys in the browser the form stays hidden.

const WORDS = {
  cancelled: "Rien n’a été fait : la demande a été fermée ou a trop attendu. Vous pouvez réessayer.",
  known: "Cet appareil a déjà une clé d’accès de votre compte.",
  failed: "La clé d’accès n’a pas pu être demandée. Réessayez dans un instant.",
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!globalThis.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    void signAndSend(form);
  }, true);
}

async function signAndSend(form) {
  const status = form.querySelector("[data-passkey-status]");
  const button = form.querySelector("button");
  status.textContent = "";
  button.disabled = true;
  try {
    const options = await requestOf(form);
    if (!options) return;
    form.elements.namedItem("answer").value = JSON.stringify(await answerOf(form.dataset.passkey, options));
    form.submit();
  } catch (error) {
    status.textContent = error.name === "NotAllowedError"
      ? WORDS.cancelled
      : error.name === "InvalidStateError"
      ? WORDS.known
      : error.sentence ?? WORDS.failed;
  } finally {
    button.disabled = false;
  }
}

async function requestOf(form) {
  const response = await fetch(form.dataset.passkeyOptions, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: "{}",
  });
  const read = await response.json();
  if (response.ok) return read;
  if (read.code === "request.proof_wanted") {
    location.assign(`${read.proof}?retour=${encodeURIComponent(location.pathname + location.search)}`);
    return null;
  }
  throw Object.assign(new Error(read.code), { sentence: read.sentence });
}

async function answerOf(kind, options) {
  const publicKey = {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user ? { user: { ...options.user, id: bytes(options.user.id) } } : {}),
    ...(options.excludeCredentials ? { excludeCredentials: options.excludeCredentials.map(named) } : {}),
    ...(options.allowCredentials ? { allowCredentials: options.allowCredentials.map(named) } : {}),
  };
  const credential = kind === "create"
    ? await navigator.credentials.create({ publicKey })
    : await navigator.credentials.get({ publicKey });
  const { response } = credential;
  return {
    id: credential.id,
    rawId: credential.id,
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      ...(kind === "create"
        ? { attestationObject: text(response.attestationObject), transports: response.getTransports?.() ?? [] }
        : {
          authenticatorData: text(response.authenticatorData),
          signature: text(response.signature),
          ...(response.userHandle ? { userHandle: text(response.userHandle) } : {}),
        }),
    },
  };
}

function named(credential) {
  return { ...credential, id: bytes(credential.id) };
}

function bytes(base64url) {
  return Uint8Array.from(atob(base64url.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replace(
    /=+$/,
    "",
  );
}
