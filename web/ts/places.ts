// Offers the names of cities while one is typed, from what the directory knows of the
// world. Without it the form asks which of several is meant, when it is sent.

const moment = 200;

function offer(field: HTMLElement) {
	const input = field.querySelector("input");
	if (!input) {
		return;
	}
	const list = document.createElement("datalist");
	list.id = "places-found";
	field.append(list);
	input.setAttribute("list", list.id);
	let waiting: number | undefined;
	let asked = "";

	const ask = async () => {
		asked = input.value.trim();
		if (asked.length < 2) {
			return;
		}
		const mine = asked;
		const reply = await fetch(`/api/v1/places?q=${encodeURIComponent(mine)}`, { mode: "same-origin" }).catch(() => undefined);
		if (!reply?.ok || mine !== asked) {
			return;
		}
		const { items } = (await reply.json()) as { items: { kind: string; label: string }[] };
		list.replaceChildren(
			...items
				.filter((place) => place.kind === "city")
				.map((place) => {
					const option = document.createElement("option");
					option.value = place.label;
					return option;
				}),
		);
	};

	input.addEventListener("input", () => {
		window.clearTimeout(waiting);
		waiting = window.setTimeout(() => void ask(), moment);
	});
}

document.querySelectorAll<HTMLElement>("[data-places]").forEach(offer);
