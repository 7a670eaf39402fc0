// Where a code was sent: the server does not say, for it keeps a secret in place of the
// address. So this tab keeps what was typed, for the page that takes the code, and for
// the way back from there.

const key = "address";
const place = document.querySelector<HTMLElement>("[data-sent-to]");
const form = document.querySelector<HTMLFormElement>("form[data-address]");
const input = form?.querySelector<HTMLInputElement>('input[name="email"]');

/** Runs what a browser that keeps nothing refuses. */
function kept(use: (storage: Storage) => void) {
	try {
		use(sessionStorage);
	} catch {
		// Then the pages say a little less.
	}
}

kept((storage) => {
	const address = storage.getItem(key) ?? "";
	if (place && address) {
		place.querySelector("bdi")?.append(address);
		place.hidden = false;
	}
	if (input && input.value === "" && new URL(document.referrer || location.href).pathname.endsWith("/code")) {
		input.value = address;
	}
	if (!place) {
		storage.removeItem(key);
	}
});

form?.addEventListener("submit", () => kept((storage) => storage.setItem(key, input?.value.trim() ?? "")));
