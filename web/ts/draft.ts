// Drafts that save themselves: a form that says data-draft is sent with save=draft a
// moment after somebody has stopped typing, and a sentence beside its buttons says what
// became of it. Nothing that is typed is ever taken back by this script, and whoever
// leaves with something that was not saved is asked first.
//
//   <form data-draft data-leave> … <p data-draft-status data-saving data-saved …></p>

/** How long nobody types before a draft is saved. */
const pause = 2000;

/** The sentences for what can become of a draft, by the data that has them. */
type Said = "saving" | "saved" | "offline" | "refused" | "clash" | "over" | "failed";

/** What a reply to a draft means. */
function meaning(status: number): Said {
	switch (status) {
		case 409:
			return "clash";
		case 401:
		case 403:
			return "over";
		case 422:
			return "refused";
		default:
			return "failed";
	}
}

function watch(form: HTMLFormElement) {
	const place = form.querySelector<HTMLElement>("[data-draft-status]");
	let changed = false; // since the last time that it was saved
	let leaving = false;
	let waiting: number | undefined;
	let busy = false;

	const say = (what: Said) => {
		if (place) {
			place.textContent = place.dataset[what] ?? "";
			place.toggleAttribute("data-bad", what !== "saving" && what !== "saved");
		}
	};

	/** Sends what is in the form as it is now, one at a time. */
	const save = async () => {
		if (!changed || busy || leaving) {
			return;
		}
		if (!navigator.onLine) {
			say("offline");
			return;
		}
		busy = true;
		changed = false;
		say("saving");
		const body = new URLSearchParams();
		new FormData(form).forEach((value, name) => body.append(name, value as string));
		body.set("save", "draft");
		try {
			const reply = await fetch(form.action, {
				method: "POST",
				body,
				headers: { Accept: "application/json" },
				mode: "same-origin",
				redirect: "manual",
			});
			if (reply.ok) {
				const { shown } = (await reply.json()) as { shown: string };
				(form.elements.namedItem("shown") as HTMLInputElement).value = shown;
				say("saved");
			} else {
				changed = true;
				say(reply.type === "opaqueredirect" ? "over" : meaning(reply.status));
			}
		} catch {
			changed = true;
			say(navigator.onLine ? "failed" : "offline");
		}
		busy = false;
		if (changed && place?.textContent === place?.dataset.saved) {
			later(); // something was typed meanwhile
		}
	};

	const later = () => {
		window.clearTimeout(waiting);
		waiting = window.setTimeout(() => void save(), pause);
	};

	form.addEventListener("input", () => {
		changed = true;
		if (form.hasAttribute("data-draft")) {
			later();
		}
	});
	form.addEventListener("submit", (event) => {
		if (!navigator.onLine) { // what is typed would be gone with the page
			event.preventDefault();
			say("offline");
			return;
		}
		leaving = true;
		window.clearTimeout(waiting);
	});
	window.addEventListener("online", () => form.hasAttribute("data-draft") && later());
	window.addEventListener("pageshow", () => (leaving = false));
	window.addEventListener("beforeunload", (event) => {
		if (changed && !leaving) {
			event.preventDefault();
		}
	});
}

document.querySelectorAll<HTMLFormElement>("form[data-leave]").forEach(watch);
