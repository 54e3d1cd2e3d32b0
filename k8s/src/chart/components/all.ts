import { component } from "../names.ts";

/** The parts of the system, by what their objects are called. */
export const api = component("api");
export const signal = component("signal");
export const web = component("web");
export const redis = component("redis");
export const coturn = component("coturn");
export const secretsJob = component("secrets-job");
export const loadTest = component("load");
export const helmTest = component("test");
export const traffic = component("traffic");
export const monitoring = component("monitoring");
