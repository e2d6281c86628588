/* GraphiQL for the local settings: asks this host's own API, with the session and the CSRF token of the page. */
import "graphiql/graphiql.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createElement } from "react";
import { createRoot } from "react-dom/client";

const place = document.getElementById("graphiql");
const fetcher = createGraphiQLFetcher({ url: place.dataset.address, headers: { "X-CSRFToken": place.dataset.token } });
createRoot(place).render(createElement(GraphiQL, { fetcher, defaultEditorToolsVisibility: true }));
