import { mount } from "../app/mount.tsx";
import { StartPage } from "./start-page.tsx";

void mount(StartPage);
