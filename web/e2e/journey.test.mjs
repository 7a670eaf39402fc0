// A visitor searches, filters, opens a clinic and comes back, with script and
// without, on a desktop and on a phone.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { desktop, launch, phone, serveDemo, shoot, visit } from "./site.mjs";

let site, browser;
before(async () => {
	site = await serveDemo();
	browser = await launch();
});
after(async () => {
	await browser?.close();
	assert.equal(await site?.stop(), 0, "the program stops in good order");
});

/** How many clinics the page says it found. */
async function found(page) {
	const text = await page.locator("#found").innerText();
	return Number(text.match(/\d+/)[0]);
}

for (const [name, options] of [
	["desktop, with script", { viewport: desktop }],
	["desktop, without script", { viewport: desktop, javaScriptEnabled: false }],
	["phone, with script", { viewport: phone, hasTouch: true, isMobile: true }],
	["phone, without script", { viewport: phone, hasTouch: true, isMobile: true, javaScriptEnabled: false }],
]) {
	describe(name, () => {
		const script = options.javaScriptEnabled !== false;
		const slug = name.replaceAll(/[^a-z]+/g, "-");

		/** Sets a filter as this visitor has to: the panel may be folded, and without script there is a button. */
		async function filter(page, label) {
			const panel = page.locator("#filters");
			if (!(await panel.evaluate((d) => d.open || !d.querySelector("summary").checkVisibility()))) {
				await panel.locator("summary").first().click();
			}
			const box = page.getByLabel(label, { exact: false }).first();
			await box.evaluate((b) => {
				for (let d = b.closest("details"); d; d = d.parentElement.closest("details")) d.open = true;
			});
			const before = page.url();
			await box.check();
			if (!script) await panel.getByRole("button").first().click();
			await page.waitForURL((url) => String(url) !== before);
		}

		test("from the first page to a clinic and back", async () => {
			const { context, page, wrong } = await visit(browser, site.base, options);
			await page.goto(site.base);
			await shoot(page, `home-${slug}`);
			await page.getByLabel("Treatment", { exact: true }).selectOption("prp");
			await page.getByLabel("Where", { exact: true }).fill("Türkiye");
			await page.getByRole("button", { name: "Search" }).click();
			await page.waitForURL(/\/search\?/);
			const all = await found(page);
			assert.ok(all > 1, `${all} PRP clinics in Turkey`);
			await shoot(page, `results-${slug}`);

			await filter(page, "PRP and SMP in tandem");
			await page.locator("#found").waitFor();
			const url = new URL(page.url());
			assert.ok(url.searchParams.getAll("service").join().includes("tandem"), `the filter is in the address: ${url}`);

			const clinic = page.locator("main article a[href*='/clinics/']").first();
			const clinicName = (await clinic.innerText()).trim();
			await clinic.click();
			await page.waitForURL(/\/clinics\//);
			assert.ok((await page.locator("h1").innerText()).includes(clinicName), "the page is the clinic's");
			assert.ok(await page.getByText("Information only.").first().isVisible(), "the notice is there");
			await shoot(page, `clinic-${slug}`);

			await page.goBack();
			await page.waitForURL(String(url));
			assert.ok(await page.locator("#service-tandem").isChecked(), "the filter is still set after going back");
			assert.deepEqual(wrong, []);
			await context.close();
		});

		test("nonsense keeps what was typed and says what is wrong", async () => {
			const { context, page, wrong } = await visit(browser, site.base, options);
			const reply = await page.goto(`${site.base}/search?q=prp&near=here&radius_km=9000`);
			assert.equal(reply.status(), 422);
			assert.equal(await page.locator("#q").inputValue(), "prp");
			await shoot(page, `wrong-${slug}`);
			const unknown = await page.goto(`${site.base}/search?where=Nowherebury+upon+Nothing`);
			assert.ok(unknown.status() < 500);
			assert.equal(await page.locator("#where").inputValue(), "Nowherebury upon Nothing");
			const missing = await page.goto(`${site.base}/prp/tr/istambul`);
			assert.equal(missing.status(), 404);
			assert.ok(await page.locator("main a[href='/prp/tr/istanbul']").isVisible(), "the nearest match is offered");
			await shoot(page, `missing-${slug}`);
			assert.deepEqual(wrong, []);
			await context.close();
		});
	});
}
