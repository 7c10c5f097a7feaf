// Nothing on these pages needs this: it adds conveniences of the vendored components where scripts run.
import { initAll } from "./vendor/govuk-frontend.min.js";

initAll();
