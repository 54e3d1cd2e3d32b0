import { mount } from "../app/mount.tsx";
import { CheckPage } from "./check-page.tsx";

void mount(CheckPage);
