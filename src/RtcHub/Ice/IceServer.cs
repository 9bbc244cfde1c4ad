using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace RtcHub;

/// <summary>A STUN or TURN server in the shape of the browser's <c>RTCIceServer</c> (W3C WebRTC, section 4.2.4).</summary>
public sealed class IceServer
{
    /// <summary>One or more <c>stun:</c>, <c>stuns:</c>, <c>turn:</c> or <c>turns:</c> URLs (RFC 7064, RFC 7065).</summary>
    [Required, MinLength(1)]
    public IList<string> Urls { get; set; } = [];

    /// <summary>The TURN user name. <value>The default value is <see langword="null"/>.</value></summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Username { get; set; }

    /// <summary>The TURN password. <value>The default value is <see langword="null"/>.</value></summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Credential { get; set; }
}
