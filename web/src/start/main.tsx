import { mount } from "../app/mount.tsx";
import { randomId } from "../app/random-id.ts";
import { tabShelf } from "../app/shelves.ts";
import { takeSecret } from "../join/arrive.ts";
import { joinMemory } from "../join/join-record.ts";
import { StartPage } from "./start-page.tsx";

// A Mini App may open here with a code as its start parameter.
const taken = takeSecret(location.hash, { memory: joinMemory(tabShelf), randomId });
if (taken === "taken") location.replace("/join");
else void mount(StartPage);
