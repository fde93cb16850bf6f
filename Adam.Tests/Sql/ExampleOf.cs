using System.Reflection;
using System.Runtime.CompilerServices;

namespace Adam.Tests.Sql;

/// <summary>Creates parameters without null members, so that a driver can determine the type of each.</summary>
internal static class ExampleOf
{
    public static object Type(Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } underlying)
            return Type(underlying);
        if (type == typeof(string))
            return "x";
        if (type.IsValueType)
            return RuntimeHelpers.GetUninitializedObject(type);
        if (type.IsArray)
        {
            var items = Array.CreateInstance(type.GetElementType()!, 2);
            for (var index = 0; index < 2; index++)
                items.SetValue(Type(type.GetElementType()!), index);
            return items;
        }

        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .First(one => one.GetParameters() is not [{ ParameterType: var only }] || only != type);
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Type(parameter.ParameterType))]);
    }
}
