import { type App, Chart } from "cdk8s";
import { Api } from "./components/api.ts";
import { certificates } from "./components/certificate.ts";
import { Coturn } from "./components/coturn/index.ts";
import { defaultDeny } from "./components/default-deny.ts";
import { externalRedisUrl } from "./components/external-redis.ts";
import { Gateway } from "./components/gateway.ts";
import { HelmTest } from "./components/helm-test.ts";
import { Ingress } from "./components/ingress.ts";
import { LoadTest } from "./components/load-test.ts";
import { monitoring } from "./components/monitoring.ts";
import { Redis } from "./components/redis/index.ts";
import { mainSecrets } from "./components/secrets.ts";
import { SecretsJob } from "./components/secrets-job.ts";
import { Signal } from "./components/signal.ts";
import { Web } from "./components/web.ts";

/** Everything that an installation consists of. */
export function tgcall(app: App): Chart {
  const root = new Chart(app, "tgcall");
  mainSecrets(root);
  new SecretsJob(root);
  externalRedisUrl(root);
  certificates(root);
  defaultDeny(root);
  new Api(root);
  new Signal(root);
  new Web(root);
  new Redis(root);
  new Coturn(root);
  new Ingress(root);
  new Gateway(root);
  monitoring(root);
  new HelmTest(root);
  new LoadTest(root);
  return root;
}
