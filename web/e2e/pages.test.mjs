// What holds on every kind of page: no third party, no cookie, no violation of
// WCAG that a program can find, valid HTML, and no sideways scrolling.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { barriers, invalid, launch, phone, serveDemo, shoot, visit } from "./site.mjs";

let site, browser, kinds;
before(async () => {
	site = await serveDemo();
	browser = await launch();
	kinds = await everyKind();
});
after(async () => {
	await browser?.close();
	assert.equal(await site?.stop(), 0, "the program stops in good order");
});

/** One address of every kind of page, by name. */
async function everyKind() {
	const search = async (query) => (await fetch(`${site.base}/api/v1/clinics?${query}`)).json();
	const { items } = await search("service=tandem&per_page=1");
	const chain = (await search("entry_type=chain&per_page=1")).items[0];
	const academy = (await search("entry_type=training_academy&per_page=1")).items[0];
	return {
		home: "/",
		results: "/search?service=prp&country=TR",
		"no results": "/search?q=qqqqqqqq",
		"a wrong value": "/search?per_page=none",
		service: "/prp",
		country: "/smp/gb",
		region: "/prp/tr/istanbul",
		city: "/tandem/tr/istanbul/istanbul",
		clinic: `/clinics/${items[0].slug}`,
		brand: `/brands/${chain.organization.slug}`,
		academy: `/brands/${academy.organization.slug}`,
		about: "/about",
		problem: "/problems/invalid",
		missing: "/nothing-here",
		"sign in": "/sign-in",
		register: "/register",
		demo: "/demo",
	};
}

test("no third party and no cookie on any page (P1)", async () => {
	const { context, page, wrong } = await visit(browser, site.base);
	// Whoever opens the sign-in page does more than read: its script asks for what a passkey has to sign.
	const reading = Object.values(kinds).filter((path) => path !== "/sign-in");
	for (const path of reading) await page.goto(site.base + path, { waitUntil: "networkidle" });
	assert.deepEqual(wrong, []);
	assert.deepEqual(await context.cookies(), []);
	await context.close();
});

test("axe finds nothing, in light and in dark", async () => {
	const found = [];
	for (const colorScheme of ["light", "dark"]) {
		const { context, page } = await visit(browser, site.base, { colorScheme, viewport: phone });
		for (const [kind, path] of Object.entries(kinds)) {
			await page.goto(site.base + path);
			for (const barrier of await barriers(page)) found.push(`${kind}, ${colorScheme}: ${barrier}`);
			if (colorScheme === "dark") await shoot(page, `dark-${kind.replaceAll(" ", "-")}`);
		}
		await context.close();
	}
	assert.deepEqual(found, []);
});

test("the HTML is valid", async () => {
	const found = [];
	for (const [kind, path] of Object.entries(kinds)) {
		for (const fault of await invalid(await (await fetch(site.base + path)).text())) found.push(`${kind}: ${fault}`);
	}
	assert.deepEqual(found, []);
});

test("nothing scrolls sideways at 320 px", async () => {
	const { context, page } = await visit(browser, site.base, { viewport: { width: 320, height: 640 } });
	const wide = [];
	for (const [kind, path] of Object.entries(kinds)) {
		await page.goto(site.base + path);
		const width = await page.evaluate(() => document.documentElement.scrollWidth);
		if (width > 320) wide.push(`${kind}: ${width} px`);
		await shoot(page, `narrow-${kind.replaceAll(" ", "-")}`);
	}
	assert.deepEqual(wide, []);
	await context.close();
});
