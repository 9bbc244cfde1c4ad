using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RtcHub.Server;

/// <summary>What <c>/openapi/v1.json</c> says besides the endpoints.</summary>
internal static class ManagementDocument
{
    private const string Key = "key";

    public static void Describe(OpenApiOptions options) => options.AddDocumentTransformer((document, _, _) =>
    {
        document.Info = new OpenApiInfo
        {
            Title = "RtcHub management",
            Version = "1",
            Description = "What operators see and do over all nodes. Refusals are problem details (RFC 9457).",
        };
        document.Components ??= new OpenApiComponents();
        document.AddComponent<IOpenApiSecurityScheme>(Key, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer" });
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] }];
        return Task.CompletedTask;
    });
}
