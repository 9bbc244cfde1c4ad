namespace RtcHub.Attacks.Fuzz;

/// <summary>What may be wrong with a call: its arguments, its properties, its kind.</summary>
internal static class CallMutations
{
    private static readonly string[] OddTargets =
    [
        "\"Nope\"", "\"subscribe\"", "\"SUBSCRIBE\"", "\"Welcome\"", "\"OnConnectedAsync\"", "\"OnDisconnectedAsync\"", "\"Dispose\"", "\"ToString\"",
        "\"GetHashCode\"", "\"get_Context\"", "\"\"", "\"Sub\\u0073cribe\"", "null", "1",
    ];

    private static readonly string[] OddTypes =
    [
        "0", "1", "2", "3", "4", "5", "6", "8", "9", "10", "99", "-1", "2147483647", "2147483648", "1.0", "1e0", "\"1\"", "null", "[]", "true",
    ];

    /// <summary>Messages of every kind, most of which a client has no reason to send.</summary>
    private static readonly string[] OtherMessages =
    [
        """ "type":2,"invocationId":"s","item":1 """,
        """ "type":2,"invocationId":"m","item":{"a":[]} """,
        """ "type":2 """,
        """ "type":3,"invocationId":"m","result":1 """,
        """ "type":3,"invocationId":"1","error":"x" """,
        """ "type":3,"invocationId":"m","result":1,"error":"both" """,
        """ "type":3 """,
        """ "type":4,"invocationId":"s","target":"Subscribe","arguments":["tea",null] """,
        """ "type":4,"invocationId":"s","target":"Bye","arguments":[],"streamIds":["1"] """,
        """ "type":4,"target":"Nope","arguments":[] """,
        """ "type":5,"invocationId":"s" """,
        """ "type":5 """,
        """ "type":6 """,
        """ "type":7 """,
        """ "type":7,"error":"x","allowReconnect":true """,
        """ "type":8,"sequenceId":1 """,
        """ "type":8,"sequenceId":-9223372036854775808 """,
        """ "type":8 """,
        """ "type":9,"sequenceId":9223372036854775807 """,
        """ "type":9 """,
    ];

    private static readonly Action<Draft, Random>[] All =
    [
        (draft, random) => Change(draft.Arguments, random, (arguments, at) => arguments.RemoveAt(at)),
        (draft, random) => Change(draft.Arguments, random, (arguments, at) => arguments[at] = OddJson.Value(random)),
        (draft, random) => Change(draft.Arguments, random, (arguments, at) => arguments[at] = OddJson.Value(random)),
        (draft, random) => Change(draft.Arguments, random, (arguments, at) => arguments[at] = OddJson.String(random)),
        (draft, random) => Change(draft.Arguments, random, (arguments, at) => arguments.Insert(at, OddJson.Value(random))),
        (draft, random) => draft.Arguments.AddRange(Enumerable.Repeat("1", random.Next(2) == 0 ? 1 : 5_000)),
        (draft, random) => draft.Arguments.Reverse(),
        (draft, random) => Change(draft.Properties, random, (properties, at) => properties.RemoveAt(at)),
        (draft, random) => Change(draft.Properties, random, (properties, at) => properties.Add(properties[at])),
        (draft, random) => Change(draft.Properties, random, (properties, at) => properties[at] = (properties[at].Name, OddJson.Value(random))),
        (draft, random) => Change(draft.Properties, random, (properties, at) => properties[at] = (OddName(properties[at].Name, random), properties[at].Value)),
        (draft, random) => Change(draft.Properties, random, (properties, at) => properties.Insert(at, (OddName("extra", random), OddJson.Value(random)))),
        (draft, random) => random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(draft.Properties)),
        (draft, random) => Set(draft, "type", OddJson.Pick(random, OddTypes)),
        (draft, random) => Set(draft, "target", OddJson.Pick(random, OddTargets)),
        (draft, random) => Set(draft, "target", OddJson.String(random)),
        (draft, random) => Set(draft, "invocationId", OddJson.Value(random)),
        (draft, random) => Set(draft, "invocationId", OddJson.String(random)),
        (draft, random) => Set(draft, "arguments", OddJson.Value(random)),
        (draft, random) => Set(draft, "streamIds", random.Next(2) == 0 ? """["1","1"]""" : OddJson.Value(random)),
        (draft, random) => Set(draft, "headers", random.Next(2) == 0 ? """{"a":"b"}""" : OddJson.Value(random)),
    ];

    public static void Apply(Draft draft, Random random) => OddJson.Pick(random, All)(draft, random);

    /// <summary>A message that is no call.</summary>
    public static string OtherMessage(Random random) => "{" + OddJson.Pick(random, OtherMessages).Trim() + "}";

    private static void Change<T>(List<T> list, Random random, Action<List<T>, int> change)
    {
        if (list.Count > 0)
            change(list, random.Next(list.Count));
    }

    private static void Set(Draft draft, string name, string value)
    {
        var at = draft.Properties.FindIndex(property => property.Name == name);
        if (at < 0)
            draft.Properties.Add((name, value));
        else
            draft.Properties[at] = (name, value);
    }

    private static string OddName(string name, Random random) => random.Next(5) switch
    {
        0 => name.ToUpperInvariant(),
        1 => "",
        2 => $"\\u{(int)name.FirstOrDefault('x'):x4}{name.AsSpan(Math.Min(1, name.Length))}",
        3 => name + "\\u0000",
        _ => new string('n', 3_000),
    };
}
