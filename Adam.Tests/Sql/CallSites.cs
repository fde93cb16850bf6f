using Adam.Data.Engines;
using Mono.Cecil;
using Mono.Cecil.Cil;
using MethodInfo = System.Reflection.MethodInfo;

namespace Adam.Tests.Sql;

/// <summary>
/// Where the stores hand a text that never changes to a session, and with what parameters: read from the compiled code, so that no call is forgotten. Texts that are put together carry their parameters with them.
/// </summary>
internal static class CallSites
{
    /// <summary>Name of the query, and an instance of the parameters' type with some value in each; null: it is sent without, or the type could not be told.</summary>
    public static IReadOnlyList<(string Query, object? Parameters)> All(Engine engine)
    {
        var constants = QueryCatalogue.Fixed(engine).ToLookup(query => query.Sql, query => query.Name, StringComparer.Ordinal);
        var module = typeof(Engine).Module;
        using var assembly = AssemblyDefinition.ReadAssembly(module.FullyQualifiedName);
        var sites = new List<(string, object?)>();
        foreach (var method in assembly.MainModule.GetTypes().SelectMany(type => type.Methods).Where(method => method.HasBody))
        {
            var (queries, parameters) = (new List<string>(), (Type?)null);
            foreach (var instruction in method.Body.Instructions)
            {
                switch (instruction.Operand)
                {
                    case string text:
                        queries.AddRange(constants[text]);
                        break;
                    case MethodReference called when called.DeclaringType.Name == nameof(Session):
                        sites.AddRange(queries.Select(query => (query, parameters is null ? null : ExampleOf.Type(parameters))));
                        (queries, parameters) = ([], null);
                        break;
                    case MethodReference called when called.DeclaringType.Name.EndsWith("Sql", StringComparison.Ordinal):
                        queries.Add($"{called.DeclaringType.Name}.{called.Name}");
                        break;
                    case MethodReference called when IsOfParameters(called, instruction.OpCode):
                        parameters = module.ResolveMethod(called.MetadataToken.ToInt32()) is MethodInfo { ReturnType: var made } ? made : module.ResolveMethod(called.MetadataToken.ToInt32())!.DeclaringType;
                        break;
                }
            }
        }

        return sites;
    }

    /// <summary>Makes an anonymous object, or calls a method that answers a record named so.</summary>
    private static bool IsOfParameters(MethodReference called, OpCode code) =>
        (code == OpCodes.Newobj && called.DeclaringType.Name.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
        || called.ReturnType.Name.EndsWith("Parameters", StringComparison.Ordinal);
}
