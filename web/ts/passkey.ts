// Passkeys, on the pages that offer them: a form that says so asks the device and
// then posts what the device has answered, like any other form. Without this script,
// or where there are no passkeys, the form stays hidden.
//
//   <form method="post" action data-passkey="sign-in | confirm | create" data-options
//     data-cancelled data-exists data-failed data-unsupported hidden>
//
// data-options is where the form's token is posted for what the device is asked; the
// other data are sentences for what can go wrong. The field named response takes the
// answer. With data-unsupported, the form is shown to say that even where there are
// no passkeys at all.

import "./address";
import "./password";

/** How much of a challenge's life is over when autofill asks for a new one. */
const renewAfter = 0.9;

/** A refusal in the server's own words. */
class Refusal extends Error {}

/** Autofill while it waits: nothing else may ask the device meanwhile. */
let waiting: AbortController | undefined;

function decode(text: string): ArrayBuffer {
	const raw = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(raw, (c) => c.charCodeAt(0)).buffer;
}

function encode(data: ArrayBuffer): string {
	const raw = String.fromCharCode(...new Uint8Array(data));
	return btoa(raw).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function named(list: PublicKeyCredentialDescriptorJSON[] = []): PublicKeyCredentialDescriptor[] {
	return list.map((one) => ({ ...one, id: decode(one.id) }) as PublicKeyCredentialDescriptor);
}

function creation(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
	return (
		PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ??
		({
			...json,
			challenge: decode(json.challenge),
			user: { ...json.user, id: decode(json.user.id) },
			excludeCredentials: named(json.excludeCredentials),
		} as PublicKeyCredentialCreationOptions)
	);
}

function request(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
	return (
		PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ??
		({
			...json,
			challenge: decode(json.challenge),
			allowCredentials: named(json.allowCredentials),
		} as PublicKeyCredentialRequestOptions)
	);
}

/** The answer as JSON; password managers may offer a toJSON that does not work. */
function written(credential: PublicKeyCredential): string {
	try {
		return JSON.stringify(credential.toJSON());
	} catch {
		const { id, rawId, type, authenticatorAttachment } = credential;
		const from = credential.response as AuthenticatorAttestationResponse & AuthenticatorAssertionResponse;
		const response: Record<string, unknown> = { clientDataJSON: encode(from.clientDataJSON) };
		for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"] as const) {
			if (from[name]) {
				response[name] = encode(from[name]);
			}
		}
		response.transports = from.getTransports?.();
		const clientExtensionResults = credential.getClientExtensionResults();
		return JSON.stringify({ id, rawId: encode(rawId), type, authenticatorAttachment, clientExtensionResults, response });
	}
}

function field(form: HTMLFormElement, name: string): HTMLInputElement {
	return form.elements.namedItem(name) as HTMLInputElement;
}

/** What the server wants the device to be asked. */
async function options<T>(form: HTMLFormElement): Promise<T> {
	const reply = await fetch(form.dataset.options ?? "", {
		method: "POST",
		body: new URLSearchParams({ form_token: field(form, "form_token").value }),
		headers: { Accept: "application/json" },
		mode: "same-origin",
		redirect: "error",
	});
	if (!reply.ok) {
		const told = await reply.json().catch(() => undefined);
		throw typeof told?.detail === "string" ? new Refusal(told.detail) : new Error(reply.statusText);
	}
	return reply.json();
}

function send(form: HTMLFormElement, credential: Credential | null) {
	if (!credential) {
		throw new Error("no credential");
	}
	field(form, "response").value = written(credential as PublicKeyCredential);
	form.submit();
}

function say(form: HTMLFormElement, text = "") {
	const place = form.querySelector<HTMLElement>("[data-passkey-error]");
	if (place) {
		place.textContent = text;
		place.hidden = text === "";
	}
}

/** The sentence for what went wrong. */
function sentence(form: HTMLFormElement, error: unknown): string | undefined {
	const { cancelled, exists, failed, unsupported } = form.dataset;
	if (error instanceof Refusal) {
		return error.message;
	}
	switch (error instanceof Error ? error.name : "") {
		case "NotAllowedError":
		case "AbortError":
			return cancelled;
		case "InvalidStateError":
			return exists ?? failed;
		case "NotSupportedError":
		case "SecurityError": // the page has another address than its site
			return unsupported ?? failed;
		default:
			return failed;
	}
}

/** Asks the device at once, and posts what it answers. */
async function ask(form: HTMLFormElement) {
	waiting?.abort();
	say(form);
	form.ariaBusy = "true";
	try {
		const credential =
			form.dataset.passkey === "create"
				? await navigator.credentials.create({ publicKey: creation(await options(form)) })
				: await navigator.credentials.get({ publicKey: request(await options(form)) });
		send(form, credential);
	} catch (error) {
		form.ariaBusy = null;
		say(form, sentence(form, error));
		void autofill(form);
	}
}

/** Resolves after some time, once somebody looks at the page. */
async function later(ms: number, signal: AbortSignal) {
	await new Promise((done) => setTimeout(done, ms));
	while (document.hidden && !signal.aborted) {
		await new Promise((done) => document.addEventListener("visibilitychange", done, { once: true }));
	}
}

/**
 * Offers passkeys among what the browser suggests for the address field, until the
 * button is used. Whatever goes wrong stays unsaid: nobody has asked for it.
 */
async function autofill(form: HTMLFormElement) {
	if (form.dataset.passkey !== "sign-in" || !document.querySelector('input[autocomplete~="webauthn"]')) {
		return;
	}
	if (!(await PublicKeyCredential.isConditionalMediationAvailable?.()) || form.ariaBusy) {
		return;
	}
	waiting?.abort();
	const mine = (waiting = new AbortController());
	try {
		const json = await options<PublicKeyCredentialRequestOptionsJSON>(form);
		mine.signal.throwIfAborted();
		if (json.timeout) {
			void later(json.timeout * renewAfter, mine.signal).then(() => (mine.signal.aborted ? undefined : autofill(form)));
		}
		send(form, await navigator.credentials.get({ publicKey: request(json), mediation: "conditional", signal: mine.signal }));
	} catch {
		mine.abort();
	}
}

function offer(form: HTMLFormElement) {
	if (!window.isSecureContext || !window.PublicKeyCredential) {
		if (form.dataset.unsupported) {
			say(form, form.dataset.unsupported);
			form.querySelectorAll("button").forEach((button) => (button.disabled = true));
			form.hidden = false;
		}
		return;
	}
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		if (!form.ariaBusy) {
			void ask(form);
		}
	});
	// Back from the next page, what was posted there is of no more use.
	window.addEventListener("pageshow", (event) => {
		if (event.persisted) {
			form.ariaBusy = null;
			void autofill(form);
		}
	});
	form.hidden = false;
	void autofill(form);
}

document.documentElement.classList.add("script");
document.querySelectorAll<HTMLFormElement>("form[data-passkey]").forEach(offer);
