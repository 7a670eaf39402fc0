// From an empty database: somebody registers, confirms by mail, signs in by code, by
// password and by passkey, is made the owner of a clinic, invites a manager, and
// removes her again.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { authenticator, barriers, invalid, launch, letterTo, person as somebody, phone, send, serve, shoot, until } from "./site.mjs";

const olivia = { name: "Olivia Owner", email: "olivia@clinics.example", password: "harbour-violet-engine-stones" };
const mia = { name: "Mia Manager", email: "mia@clinics.example", password: "lantern-copper-willow-drift" };

let site, browser;
before(async () => {
	site = await serve("serve");
	browser = await launch();
});
after(async () => {
	await browser?.close();
	assert.equal(await site?.stop(), 0, "the program stops in good order");
});

const person = (options) => somebody(browser, site.base, options);

/** Looks at the page that is open as its user and as a validator would. */
async function look(page, name) {
	await shoot(page, `people-${name}`);
	assert.deepEqual(await barriers(page), [], `${name}: barriers`);
	assert.deepEqual(await invalid(await page.content()), [], `${name}: HTML`);
	assert.deepEqual(page.wrong, [], `${name}: the console`);
}

async function signOut(page) {
	await page.goto(`${site.base}/account`);
	await page.getByRole("button", { name: "Sign out" }).click();
	await page.waitForLoadState();
	assert.equal((await page.context().cookies()).filter((c) => c.name === "__Host-session").length, 0, "the session's cookie is gone");
}

const sessionOf = async (page) => (await page.context().cookies()).find((c) => c.name === "__Host-session");

async function isAt(page, path) {
	await page.waitForURL((url) => url.pathname === path);
}

/** What an app shows that was set up with a key. */
function appCode(key, at = Date.now()) {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...key.replaceAll(" ", "")].map((c) => alphabet.indexOf(c).toString(2).padStart(5, "0")).join("");
	const secret = Buffer.from(bits.match(/.{8}/g).map((b) => parseInt(b, 2)));
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
	const mac = createHmac("sha1", secret).update(counter).digest();
	return String((mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

test("from an empty database to a manager who was removed", async () => {
	const page = await person();
	await page.goto(`${site.base}/register`);
	await look(page, "register");
	await send(page, { name: olivia.name, email: olivia.email, password: olivia.password });
	await isAt(page, "/register/code");
	await look(page, "register-code");
	await send(page, { code: await letterTo(site, olivia.email, /\b(\d{6})\b/) });
	await isAt(page, "/account");
	await look(page, "account");

	await signOut(page); // by code
	await page.goto(`${site.base}/sign-in`);
	await look(page, "sign-in");
	await send(page, { email: olivia.email, password: "" });
	await isAt(page, "/sign-in/code");
	await look(page, "sign-in-code");
	await send(page, { code: await letterTo(site, olivia.email, /code to sign in[^]*?\b(\d{6})\b/) });
	await isAt(page, "/account");
	const byCode = await sessionOf(page);

	await signOut(page); // by password
	await page.goto(`${site.base}/sign-in`);
	await send(page, { email: olivia.email, password: `${olivia.password}x` });
	await look(page, "sign-in-refused");
	assert.equal(await page.locator('[name="email"]').last().inputValue(), olivia.email, "the address that was typed stays");
	await send(page, { email: olivia.email, password: olivia.password });
	await isAt(page, "/account");
	assert.notEqual((await sessionOf(page)).value, byCode.value, "signing in begins another session");

	await authenticator(page); // by passkey
	await page.goto(`${site.base}/account/passkeys`);
	await look(page, "passkeys");
	await page.locator('form[data-passkey="create"] [name="label"]').fill("Front desk");
	await page.locator('form[data-passkey="create"] button').click();
	await page.getByText("Front desk").or(page.getByText(/recovery/i)).first().waitFor();
	await look(page, "passkey-made");
	await signOut(page);
	await page.goto(`${site.base}/sign-in`);
	// This authenticator shows its passkey to the address field unasked; else the button is pressed.
	await page.locator('form[data-passkey="sign-in"] button').click({ timeout: 5000 }).catch(() => {});
	await isAt(page, "/account");
	await look(page, "account-with-passkey");

	const folder = await mkdtemp(join(tmpdir(), "rootline-list-")); // a clinic, and who may say whose it is
	await writeFile(join(folder, "list.toml"), `source = "A founder's list"\nlicence = "our own"\nobserved_at = 2026-11-01\nkey = ["Name"]
[file]\nformat = "csv"\n[fields]\nname = "Name"\naddress_1 = "Street"\ncity = "City"\ncountry = "Country"\nservices = "Services"\nstate = "State"\n`);
	await writeFile(join(folder, "list.csv"), "Name,Street,City,Country,Services,State\nHarbour Hair,1 Example Quay,Leeds,GB,prp,published\n");
	site.run("import", join(folder, "list.csv"), "--map", join(folder, "list.toml"));
	await rm(folder, { recursive: true });
	const link = site.run("admin", "create", "ada@clinics.example", "--name", "Ada Admin").match(/(\/sign-in\/link\/\S+)/)[1];
	const ada = await person();
	await ada.goto(site.base + link);
	await look(ada, "admin-link");
	await ada.locator("main form button").first().click();
	await ada.waitForURL(/\/account/);
	await ada.goto(`${site.base}/admin`);
	assert.equal(new URL(ada.url()).pathname, "/account/passkeys", "an admin sets up a second factor before anything else");
	await ada.goto(`${site.base}/account/app`);
	await ada.locator("main form button").first().click();
	await ada.waitForLoadState();
	await look(ada, "app");
	const key = (await ada.locator("main").innerText()).match(/((?:[A-Z2-7]{4} ?){8})/)[1];
	await send(ada, { code: appCode(key) });
	await look(ada, "recovery-codes");
	await ada.goto(`${site.base}/admin`);
	await look(ada, "admin");
	let slug;
	await until("the clinic to be found", async () => (slug = (await (await fetch(`${site.base}/api/v1/clinics`)).json()).items[0]?.slug));
	await send(ada, { q: slug });
	await look(ada, "admin-place");
	await ada.locator('main a[href^="/owner/clinics/"]').first().click();
	await ada.waitForURL(/\/members/);
	await look(ada, "members-of-nobody");
	await ada.locator('[name="role"][value="owner"]').check();
	await send(ada, { email: olivia.email });
	await look(ada, "invited");

	await page.goto(site.base + (await letterTo(site, olivia.email, /(\/invitations\/\S+)/)));
	await look(page, "invitation");
	await page.locator("main form button").first().click();
	await page.waitForURL(/\/owner/);
	await look(page, "owner");
	await page.locator('main a[href*="/members"]').first().click();
	await page.waitForURL(/\/members/);
	await look(page, "members");
	await send(page, { email: mia.email });

	const her = await person({ viewport: phone });
	await her.goto(site.base + (await letterTo(site, mia.email, /(\/invitations\/\S+)/)));
	await look(her, "invitation-of-a-stranger");
	await send(her, { name: mia.name, password: mia.password });
	await her.waitForURL(/\/owner/);
	await look(her, "owner-phone");
	const members = `${site.base}${await her.locator('main a[href*="/members"]').first().getAttribute("href")}`;
	await her.goto(members);
	await look(her, "members-of-a-manager");
	assert.equal(await her.locator('[name="email"]').count(), 0, "a manager invites nobody");
	const login = await fetch(`${site.base}/api/v1/auth/login`, {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ email: mia.email, password: mia.password }),
	});
	const tokens = await login.json();
	assert.equal(login.status, 200, JSON.stringify(tokens));
	const api = members.replace(site.base, `${site.base}/api/v1`);
	const asks = (url) => fetch(url, { headers: { Authorization: `Bearer ${tokens.access_token}` } });
	assert.equal((await asks(api)).status, 200, "her program reads who works there");

	await page.goto(members);
	await page.getByText(mia.name).first().waitFor();
	const removal = page.locator('form[action*="/removal"]').first();
	if (!(await removal.locator("button").isVisible())) await page.locator("details:has(form[action*='/removal']) summary").first().click();
	await removal.locator("button").click();
	await page.waitForLoadState();
	const removed = Date.now();
	await until("her tokens to end", async () => (await asks(`${site.base}/api/v1/auth/account`)).status === 401);
	assert.ok(Date.now() - removed <= 1000, "her tokens end within a second");
	assert.notEqual((await asks(api)).status, 200);
	await her.goto(members);
	assert.equal(new URL(her.url()).pathname, "/sign-in", "her page asks her to sign in");
	const renewed = await fetch(`${site.base}/api/v1/auth/refresh`, {
		method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ refresh_token: tokens.refresh_token }),
	});
	assert.equal(renewed.status, 401, "her refresh token has ended too");
	await look(page, "members-after");
});

test("without script, on a phone: register, sign in, sign out everywhere", async () => {
	const page = await person({ viewport: phone, javaScriptEnabled: false });
	const email = "nora@clinics.example";
	await page.goto(`${site.base}/register`);
	await send(page, { name: "Nora Noscript", email, password: "" });
	await send(page, { code: await letterTo(site, email, /\b(\d{6})\b/) });
	await isAt(page, "/account");
	await page.goto(`${site.base}/account/sessions`);
	await page.getByRole("button", { name: /everywhere/i }).click();
	await page.waitForLoadState();
	await page.goto(`${site.base}/account`);
	await isAt(page, "/sign-in");
	await send(page, { email, password: "" });
	await isAt(page, "/sign-in/code");
	await send(page, { code: "000 000" });
	assert.match(await page.locator("main").innerText(), /not the code/);
	await send(page, { code: await letterTo(site, email, /code to sign in[^]*?\b(\d{6})\b/) });
	await isAt(page, "/account");
});

test("at a shared desk: remembered, switched, a recovery code, another address, a refusal", async () => {
	const page = await person();
	const rosa = { name: "Rosa Desk", email: "rosa@clinics.example", password: "meadow-gravel-trumpet-oyster" };
	const theo = { name: "Theo Desk", email: "theo@clinics.example", password: "pebble-saffron-orbit-lantern" };
	for (const one of [theo, rosa]) {
		await page.goto(`${site.base}/register`);
		await send(page, one);
		assert.match(await page.locator("[data-sent-to]").innerText(), new RegExp(one.email), "the page for the code says where it went");
		await send(page, { code: await letterTo(site, one.email, /\b(\d{6})\b/) });
		await isAt(page, "/account");
		assert.match(await page.locator("header").innerText(), new RegExp(one.name), "the head says who is signed in");
		if (one === theo) await signOut(page);
	}
	await page.goto(`${site.base}/account/app`);
	await page.locator("main form button").first().click();
	await page.waitForLoadState();
	await send(page, { code: appCode((await page.locator("main").innerText()).match(/((?:[A-Z2-7]{4} ?){8})/)[1]) });
	const recovery = await page.locator(".codes code").first().innerText();

	const desk = await person({ viewport: phone }); // one browser for both
	await desk.goto(`${site.base}/sign-in`);
	await desk.locator('[name="remember"]').check();
	await send(desk, { email: theo.email, password: theo.password });
	await isAt(desk, "/account");
	await desk.getByRole("button", { name: "Switch person" }).click();
	await isAt(desk, "/sign-in");
	await send(desk, { email: rosa.email, password: rosa.password });
	await isAt(desk, "/sign-in/second-factor");
	await look(desk, "second-factor");
	await desk.locator('[name="remember"]').check();
	await send(desk, { code: recovery }); // the phone with the app is lost
	await isAt(desk, "/account");
	await desk.getByRole("button", { name: "Switch person" }).click();
	await isAt(desk, "/sign-in");
	await look(desk, "desk");
	await desk.getByRole("link", { name: rosa.name }).click();
	await desk.waitForURL(/as=/);
	await look(desk, "desk-chosen");
	await send(desk, { password: rosa.password });
	await isAt(desk, "/account"); // here nobody asks for the second factor
	assert.match(await desk.locator("header").innerText(), /Rosa Desk/);

	await page.goto(`${site.base}/account/email`);
	await send(page, { email: "rosa.new@clinics.example" });
	await isAt(page, "/account/email/code");
	await look(page, "address-code");
	await send(page, { code: await letterTo(site, "rosa.new@clinics.example", /\b(\d{6})\b/) });
	await page.getByText("Your address was changed").waitFor();
	await look(page, "address-changed");
	assert.equal((await page.goto(`${site.base}/admin`)).status(), 403);
	await look(page, "refused");
	await page.getByRole("link", { name: "What you look after" }).click();
	await isAt(page, "/owner");

	await desk.getByRole("button", { name: "Sign out" }).click();
	await desk.getByText("You are signed out").waitFor();
	await desk.goBack();
	await isAt(desk, "/sign-in"); // no page of hers is left behind
});
