//! The API's description, made from the table of routes.

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::Method;
use http::header::CONTENT_TYPE;
use safelight_protocol::codes;
use safelight_protocol::problem::MEDIA_TYPE;
use safelight_protocol::server::ServerDescription;
use safelight_protocol::version::{CLIENT_HEADER, PROTOCOL, PROTOCOL_HEADER};
use utoipa::openapi::path::{HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::{ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref, Required};

use super::body::Json;
use super::who::Caller;
use super::{Route, Who, routes};
use crate::app::App;
use crate::refusal::Refusal;

const ACCESS: &str = "access_token";

pub(super) async fn server(caller: Caller, State(app): State<App>) -> Result<Json<ServerDescription>, Refusal> {
    let restored = app.records().restored().await?;
    Ok(Json(ServerDescription {
        signup: caller.signup,
        backed_up_at_ms: app.records().last_backup().await?,
        restored_from_ms: restored.map(|times| times.from_ms),
        restored_at_ms: restored.map(|times| times.at_ms),
        ..app.description()
    }))
}

pub(super) async fn description() -> Response {
    match document().to_json() {
        Ok(json) => ([(CONTENT_TYPE, "application/json")], json).into_response(),
        Err(_) => Refusal::new(codes::INTERNAL).into_response(),
    }
}

fn document() -> OpenApi {
    let routes = routes();
    let mut components = ComponentsBuilder::new()
        .security_scheme(ACCESS, SecurityScheme::Http(HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build()))
        .schema("Problem", named("Problem", "Why a request was refused (RFC 9457); `code` is stable."));
    for name in routes.iter().flat_map(|route| [route.request, route.answer]).filter(|name| is_type(name)) {
        components = components.schema(name, named(name, &format!("`{name}` of the crate safelight-protocol.")));
    }
    let mut paths = PathsBuilder::new().build();
    for route in &routes {
        paths.add_path_operation(route.path, vec![method(&route.method)], operation(route));
    }
    OpenApiBuilder::new()
        .info(
            InfoBuilder::new()
                .title("Safelight")
                .version(env!("CARGO_PKG_VERSION"))
                .description(Some(format!(
                    "Every request to /v1 but this one carries `{PROTOCOL_HEADER}: {PROTOCOL}` and `{CLIENT_HEADER}: name/version`. \
                     Refusals are {MEDIA_TYPE} with a stable `code`. Bytes in JSON are base64url without padding, ids \
                     and digests lower-case hex."
                )))
                .build(),
        )
        .paths(paths)
        .components(Some(components.build()))
        .build()
}

/// A name of the protocol crate, not a media type and not nothing.
fn is_type(name: &str) -> bool {
    !name.is_empty() && !name.contains('/') && !name.starts_with('?') && name != "OpenAPI"
}

/// The crate's own docs are the reference for fields: repeated here they would only drift.
fn named(name: &str, says: &str) -> ObjectBuilder {
    ObjectBuilder::new().schema_type(SchemaType::new(Type::Object)).title(Some(name)).description(Some(says))
}

fn method(method: &Method) -> HttpMethod {
    match *method {
        Method::POST => HttpMethod::Post,
        Method::PUT => HttpMethod::Put,
        Method::DELETE => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn content(name: &str) -> (&str, Content) {
    if is_type(name) {
        return ("application/json", Content::new(Some(Ref::from_schema_name(name))));
    }
    let media_type = if name == "OpenAPI" { "application/json" } else { name };
    (media_type, Content::default())
}

fn operation(route: &Route) -> Operation {
    let mut operation = OperationBuilder::new().summary(Some(route.says));
    if route.path.starts_with("/v1/") && route.path != "/v1/openapi.json" {
        operation = operation.parameter(header(PROTOCOL_HEADER)).parameter(header(CLIENT_HEADER));
    }
    for id in ["library", "device", "part"].into_iter().filter(|id| route.path.contains(&format!("{{{id}}}"))) {
        let schema = ObjectBuilder::new().schema_type(SchemaType::new(Type::String)).pattern(Some("^[0-9a-f]+$"));
        let parameter = ParameterBuilder::new().name(id).parameter_in(ParameterIn::Path).required(Required::True);
        operation = operation.parameter(parameter.schema(Some(schema)));
    }
    if let Some(query) = route.request.strip_prefix('?') {
        operation = operation.description(Some(format!("Query: the fields of `{query}`.")));
    } else if !route.request.is_empty() {
        let (media_type, content) = content(route.request);
        let body = RequestBodyBuilder::new().content(media_type, content).required(Some(Required::True));
        operation = operation.request_body(Some(body.build()));
    }
    let answer = ResponseBuilder::new().description(route.says);
    operation = if route.answer.is_empty() {
        operation.response("204", answer)
    } else {
        let (media_type, content) = content(route.answer);
        operation.response("200", answer.content(media_type, content))
    };
    let problem = Content::new(Some(Ref::from_schema_name("Problem")));
    operation =
        operation.response("default", ResponseBuilder::new().description("Refused").content(MEDIA_TYPE, problem));
    if matches!(route.who, Who::Device | Who::Member) {
        operation = operation.security(SecurityRequirement::new(ACCESS, Vec::<String>::new()));
    }
    operation.build()
}

fn header(name: &str) -> Parameter {
    let schema = ObjectBuilder::new().schema_type(SchemaType::new(Type::String));
    let header = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Header).required(Required::True);
    header.schema(Some(schema)).build()
}
