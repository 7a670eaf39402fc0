// The keys of moderators, who decide a hundred things before lunch. Each does what a link
// or a button of the page does, none is heard while something is typed or together with
// Ctrl, Alt or Cmd, and all of them can be turned off (WCAG 2.1.4).

const off = "keys-off";
const help = document.querySelector<HTMLDetailsElement>("[data-queue] #keys");
const toggle = help?.querySelector<HTMLInputElement>("#keys-on");

/** Whether somebody has turned the keys off in this browser. */
function isOff(): boolean {
	try {
		return localStorage.getItem(off) !== null;
	} catch {
		return false; // a browser that keeps nothing
	}
}

function keep(on: boolean) {
	try {
		if (on) {
			localStorage.removeItem(off);
		} else {
			localStorage.setItem(off, "");
		}
	} catch {
		// Then it goes for this page alone.
	}
}

/** Whether keys are letters where the focus is. */
function isTyped(target: EventTarget | null): boolean {
	return target instanceof HTMLElement && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

/** Goes to another row of the list, from the one with the focus. */
function step(by: number) {
	const rows = [...document.querySelectorAll<HTMLElement>("[data-row]")];
	const at = rows.findIndex((row) => row.contains(document.activeElement));
	const next = at < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + by, 0), rows.length - 1);
	rows[next]?.querySelector<HTMLElement>("[data-row-link]")?.focus();
}

/** Presses the button or link of a key. Where it needs a field first, that gets the focus. */
function press(key: string): boolean {
	const target = document.querySelector<HTMLElement>(`[data-key="${key}"]`);
	const needed = target?.dataset["needs"];
	const field = needed ? document.querySelector<HTMLSelectElement>(`select[name="${needed}"]`) : null;
	if (field && field.value === "") {
		field.focus();
	} else {
		target?.click();
	}
	return target !== null;
}

function heard(key: string): boolean {
	switch (key) {
		case "j":
		case "k":
			if (document.querySelector("[data-row]")) {
				step(key === "j" ? 1 : -1);
				return true;
			}
			return press(key);
		case "a":
		case "r":
		case "u":
			return press(key);
		default:
			return false;
	}
}

if (help && toggle) {
	help.hidden = false;
	toggle.checked = !isOff();
	toggle.addEventListener("change", () => keep(toggle.checked));
	document.addEventListener("keydown", (event) => {
		if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing || !toggle.checked || isTyped(event.target)) {
			return;
		}
		if (event.key === "?") {
			help.open = !help.open;
			if (help.open) {
				help.querySelector("summary")?.focus();
			}
		} else if (!heard(event.key)) {
			return;
		}
		event.preventDefault();
	});
}
