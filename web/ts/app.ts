// What the pages do beyond HTML. Everything works without it: htmx renews the
// results in place as filters change, by the attributes of the form, where the
// form would otherwise load a page.
import "htmx.org";
import "./draft";
import "./places";
import "./queue";

document.documentElement.classList.add("script");

// The button at the end of the filters shows what they found: on a narrow screen
// the panel is in front of it.
document.addEventListener("submit", (event) => {
	const panel = document.querySelector<HTMLDetailsElement>("#filters");
	if (!panel?.open || (event as SubmitEvent).submitter?.closest("#filters") !== panel) {
		return;
	}
	panel.open = false;
	document.querySelector("#found")?.scrollIntoView();
});
