package tracing

// Names of OpenTelemetry's conventions. They stand here because its own package
// of names has another path in each version.
const (
	serviceName    = "service.name"
	serviceVersion = "service.version"
	environment    = "deployment.environment.name"

	requestMethod  = "http.request.method"
	originalMethod = "http.request.method_original"
	responseStatus = "http.response.status_code"
	httpRoute      = "http.route"
	urlScheme      = "url.scheme"
	urlPath        = "url.path"
	serverAddress  = "server.address"
	clientAddress  = "client.address"
	userAgent      = "user_agent.original"
	peerService    = "peer.service"
	resendCount    = "http.request.resend_count"

	databaseSystem    = "db.system.name"
	databaseQuery     = "db.query.text"
	databaseOperation = "db.operation.name"

	// Not of the conventions: what the client is told, and how many rows a call has
	// returned or changed.
	storeRefusal = "store.refusal"
	storeRows    = "store.rows"

	errorType      = "error.type"
	exceptionEvent = "exception"
	exceptionType  = "exception.type"
	exceptionText  = "exception.message"
	exceptionStack = "exception.stacktrace"
)

// scope is the name of what makes the spans.
const scope = "github.com/acme/everything/internal/tracing"
