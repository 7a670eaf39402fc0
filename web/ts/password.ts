// Shows what is typed into a password field, on demand: a button beside it, in the
// words that the field brings along. Browsers save only what is sent as a password, so
// that is what it is again when the form is sent.

function offer(field: HTMLElement) {
	const input = field.querySelector("input");
	if (!input) {
		return;
	}
	const button = document.createElement("button");
	const show = (shown: boolean) => {
		input.type = shown ? "text" : "password";
		button.textContent = (shown ? field.dataset.hide : field.dataset.show) ?? "";
		button.setAttribute("aria-label", `${button.textContent} ${field.dataset.what ?? ""}`);
	};
	button.type = "button";
	button.className = "button-quiet";
	button.setAttribute("aria-controls", input.id);
	button.addEventListener("click", () => show(input.type === "password"));
	input.form?.addEventListener("submit", () => show(false));

	const both = document.createElement("div");
	both.className = "with-button";
	input.replaceWith(both);
	both.append(input, button);
	show(false);
}

document.querySelectorAll<HTMLElement>("[data-password]").forEach(offer);
